terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

# The edge stands in another region than the rest.
resource "aws_kms_key" "edge" {
  description = "edge"
}
