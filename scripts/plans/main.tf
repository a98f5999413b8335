# The service of the tests: what a plan has to say through variables, outputs
# and aliases. Made into tests/fixtures/plans by scripts/make-plans.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "tasks" {
  type    = number
  default = 2
}

provider "aws" {
  region                      = "ap-northeast-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
  default_tags {
    tags = { Project = "shop", Env = "production" }
  }
}

provider "aws" {
  alias                       = "virginia"
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "public" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = "ap-northeast-1${["a", "c", "d"][count.index]}"
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public[0].id
}

resource "aws_lb" "public" {
  name    = "public"
  subnets = aws_subnet.public[*].id
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

module "task" {
  source = "./task"
  cpu    = 512
  memory = 1024
}

module "service" {
  for_each        = toset(["api", "web"])
  source          = "./service"
  name            = each.key
  cluster         = aws_ecs_cluster.main.id
  task_definition = module.task.arn
  tasks           = var.tasks
  tags            = { Component = each.key }
}

resource "aws_launch_template" "workers" {
  name_prefix   = "workers"
  image_id      = "ami-12345678"
  instance_type = "c7g.4xlarge"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 30
      volume_type = "gp3"
    }
  }
}

resource "aws_autoscaling_group" "workers" {
  min_size         = 20
  max_size         = 40
  desired_capacity = 20
  launch_template {
    id = aws_launch_template.workers.id
  }
  vpc_zone_identifier = aws_subnet.public[*].id
}

resource "aws_rds_cluster" "main" {
  cluster_identifier_prefix = "main"
  engine                    = "aurora-postgresql"
  master_username           = "root"
  master_password           = "not-a-secret"
  serverlessv2_scaling_configuration {
    min_capacity = 2
    max_capacity = 8
  }
}

resource "aws_rds_cluster_instance" "main" {
  count              = 2
  cluster_identifier = aws_rds_cluster.main.id
  engine             = aws_rds_cluster.main.engine
  instance_class     = "db.serverless"
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id    = "cache"
  description             = "sessions"
  engine                  = "valkey"
  node_type               = "cache.m7g.large"
  num_node_groups         = 2
  replicas_per_node_group = 1
}

resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = "arn:aws:iam::111122223333:role/resize"
  handler       = "main"
  runtime       = "provided.al2023"
  filename      = "${path.module}/function.zip"
  architectures = ["arm64"]
  memory_size   = 512
}

resource "aws_iam_role" "task" {
  name               = "task"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
}

module "edge" {
  source    = "./edge"
  providers = { aws = aws.virginia }
}

# An instance class that only the running system knows.
data "aws_ssm_parameter" "class" {
  name       = aws_ssm_parameter.class.name
  depends_on = [aws_ssm_parameter.class]
}

resource "aws_ssm_parameter" "class" {
  name  = "class"
  type  = "String"
  value = "m7g.large"
}

resource "aws_instance" "unknown" {
  ami           = "ami-12345678"
  instance_type = data.aws_ssm_parameter.class.value
  root_block_device {
    volume_size = 20
    volume_type = "gp3"
  }
}
