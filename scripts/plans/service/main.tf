variable "name" { type = string }
variable "cluster" { type = string }
variable "task_definition" { type = string }
variable "tasks" { type = number }
variable "tags" { type = map(string) }

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  task_definition = var.task_definition
  desired_count   = var.tasks
  launch_type     = "FARGATE"
  tags            = var.tags
  network_configuration {
    subnets = ["subnet-12345678"]
  }
}
