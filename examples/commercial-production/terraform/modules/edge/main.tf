terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.global] }
  }
}

variable "name" { type = string }
variable "domain" { type = string }
variable "subnets" { type = list(string) }
variable "rules" { type = list(string) }

resource "aws_lb" "this" {
  name    = var.name
  subnets = var.subnets
  access_logs {
    bucket  = aws_s3_bucket.access_logs.bucket
    enabled = true
  }
}

resource "aws_s3_bucket" "assets" {
  bucket = "${var.name}-assets"
}

resource "aws_s3_bucket" "access_logs" {
  bucket = "${var.name}-access-logs"
}

resource "aws_route53_zone" "this" {
  name = var.domain
}

resource "aws_route53_record" "app" {
  zone_id = aws_route53_zone.this.zone_id
  name    = var.domain
  type    = "A"
  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_wafv2_web_acl" "this" {
  provider = aws.global
  name     = var.name
  scope    = "CLOUDFRONT"
  default_action {
    allow {}
  }
  dynamic "rule" {
    for_each = var.rules
    content {
      name     = rule.value
      priority = rule.key
      override_action {
        none {}
      }
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  enabled    = true
  web_acl_id = aws_wafv2_web_acl.this.arn
  origin {
    origin_id   = "app"
    domain_name = aws_lb.this.dns_name
  }
}
