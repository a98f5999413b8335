# The role in an account that the function assumes: what it does to resources, and
# nothing else.

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
  description = "The ARN of the function's role: the output `role`"
  type        = string
}

variable "name" {
  type    = string
  default = "kanjo-offhours-member"
}

variable "tag" {
  description = "Only what carries this tag may be changed"
  type        = object({ key = string, values = list(string) })
  default     = { key = "Env", values = ["dev", "qa", "stg", "staging", "test"] }
}

data "aws_partition" "here" {}

resource "aws_iam_role" "member" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.trusted }
    }]
  })
}

resource "aws_iam_role_policy" "acts" {
  name = "acts"
  role = aws_iam_role.member.id
  policy = templatefile("${path.module}/acts.json.tftpl", {
    partition = data.aws_partition.here.partition
    tag_key   = var.tag.key
    tag       = jsonencode(var.tag.values)
  })
}

output "role" {
  value = aws_iam_role.member.arn
}
