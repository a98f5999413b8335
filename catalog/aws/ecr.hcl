# ECR bills the images it keeps by the average GB of the month. The trap: old
# tags are never deleted without a lifecycle policy, and a pull within the region
# is free from ECR but pays the NAT unless the S3 gateway endpoint takes the layers.

kind "aws.ecr" {
  title    = "ECR repository"
  title_ja = "ECR リポジトリ"
  aliases  = ["ECR", "Container registry"]
  service  = "AmazonECR"
  live     = ["ecr:repository"]

  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Images kept, averaged over the month"
  }

  meter "storage" {
    title      = "storage"
    usage_type = "TimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }

  terraform "aws_ecr_repository" {
    inputs {
      storage = usage.storage_gb
    }
  }

  example "10 GB" {
    region = "ap-northeast-1"
    cost   = "1.00"             # 10 × 0.10
    source = "AWS price list, AmazonECR, ap-northeast-1, 2026-09-24"
    inputs { storage = "10 GB" }
  }
}
