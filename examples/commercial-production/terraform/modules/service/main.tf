variable "name" { type = string }
variable "cluster" { type = string }
variable "subnets" { type = list(string) }
variable "tasks" { type = number }
variable "cpu" { type = number }
variable "memory" { type = number }

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  container_definitions = jsonencode([
    { name = var.name, image = "${var.name}:latest", essential = true },
  ])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  launch_type     = "FARGATE"
  desired_count   = var.tasks
  task_definition = aws_ecs_task_definition.this.arn
  network_configuration {
    subnets = var.subnets
  }
}
