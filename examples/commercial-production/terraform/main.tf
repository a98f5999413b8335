# System 1 as Terraform: what kanjo.yaml beside this file is laid on.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = var.region
  default_tags {
    tags = local.tags
  }
}

# What stands in front of CloudFront is made in Virginia.
provider "aws" {
  alias  = "global"
  region = "us-east-1"
  default_tags {
    tags = local.tags
  }
}

locals {
  name = "${var.project}-${var.environment}"
  tags = { Project = var.project, Env = var.environment }
}

module "network" {
  source = "./modules/network"
  name   = local.name
  azs    = var.azs
}

resource "aws_ecs_cluster" "main" {
  name = local.name
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name    = each.key
  cluster = aws_ecs_cluster.main.id
  subnets = module.network.private_subnets
  tasks   = each.value.tasks
  cpu     = each.value.cpu
  memory  = each.value.memory
}

module "database" {
  source    = "./modules/database"
  name      = local.name
  subnets   = module.network.private_subnets
  instances = var.database.instances
  capacity  = var.database.capacity
}

module "edge" {
  source    = "./modules/edge"
  providers = { aws.global = aws.global }
  name      = local.name
  domain    = var.domain
  subnets   = module.network.public_subnets
  rules     = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "rate"]
}

resource "aws_ecr_repository" "images" {
  name = local.name
}

resource "aws_ssm_parameter" "config" {
  count = var.parameters
  name  = "/${local.name}/${count.index}"
  type  = "SecureString"
  value = "set by hand"
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/${local.name}"
  retention_in_days = 30
}

resource "aws_cloudwatch_metric_alarm" "app" {
  for_each            = toset(var.alarms)
  alarm_name          = "${local.name}-${each.key}"
  namespace           = "AWS/${split("-", each.key)[0]}"
  metric_name         = split("-", each.key)[1]
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 300
  statistic           = "Average"
  threshold           = 80
}
