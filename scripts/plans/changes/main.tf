# What is there already stands in terraform.tfstate: one instance grows, one
# goes, one moves, one stays and one is replaced.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "ap-northeast-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

resource "aws_ebs_volume" "grows" {
  availability_zone = "ap-northeast-1a"
  size              = 200
  type              = "gp3"
}

moved {
  from = aws_ebs_volume.old_name
  to   = aws_ebs_volume.new_name
}

resource "aws_ebs_volume" "new_name" {
  availability_zone = "ap-northeast-1a"
  size              = 50
  type              = "gp3"
}

resource "aws_ebs_volume" "stays" {
  availability_zone = "ap-northeast-1a"
  size              = 10
  type              = "gp3"
}

resource "aws_ebs_volume" "replaced" {
  availability_zone = "ap-northeast-1c"
  size              = 30
  type              = "gp3"
}
