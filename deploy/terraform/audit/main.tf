# The role of `kanjo audit` and of `kanjo offhours plan --live`: it looks, and can
# change nothing.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80"
    }
  }
}

variable "trusted" {
  description = "ARNs of the roles, users or accounts that may assume it"
  type        = list(string)
}

variable "name" {
  description = "The same in every account, for --role-name"
  type        = string
  default     = "kanjo-audit"
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_iam_role" "audit" {
  name = var.name
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.trusted }
    }]
  })
}

resource "aws_iam_role_policy" "looks" {
  name   = "looks"
  role   = aws_iam_role.audit.id
  policy = file("${path.module}/looks.json")
}

output "role" {
  value = aws_iam_role.audit.arn
}
