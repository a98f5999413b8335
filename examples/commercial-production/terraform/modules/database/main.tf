variable "name" { type = string }
variable "subnets" { type = list(string) }
variable "instances" { type = number }
variable "capacity" { type = object({ min = number, max = number }) }

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnets
}

resource "aws_rds_cluster" "this" {
  cluster_identifier   = var.name
  engine               = "aurora-postgresql"
  engine_mode          = "provisioned"
  db_subnet_group_name = aws_db_subnet_group.this.name
  serverlessv2_scaling_configuration {
    min_capacity = var.capacity.min
    max_capacity = var.capacity.max
  }
}

resource "aws_rds_cluster_instance" "this" {
  count              = var.instances
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  instance_class     = "db.serverless"
}
