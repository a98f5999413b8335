# S3 bills storage class analysis by the object watched and month, and inventory
# by the object listed. The trap: a daily inventory lists every object thirty
# times a month.

kind "aws.s3_reports" {
  title    = "S3 analytics and inventory"
  title_ja = "S3 分析とインベントリ"
  aliases  = ["S3 analytics", "S3 inventory"]
  service  = "AmazonS3"
  live     = []

  input "report" {
    type    = text
    role    = "size"
    default = "analytics"
    one_of  = ["analytics", "inventory"]
    about   = "What is made"
  }
  input "objects" {
    type  = number
    unit  = "objects"
    role  = "usage"
    min   = 0
    about = "Objects watched, or listed in a month"
  }

  meter "analytics" {
    title      = "objects watched"
    when       = report == "analytics"
    usage_type = "StorageAnalytics-ObjCount"
    unit       = "objects"
    monthly    = objects
  }
  meter "inventory" {
    title      = "objects listed"
    when       = report == "inventory"
    usage_type = "Inventory-ObjectsListed"
    unit       = "objects"
    monthly    = objects
  }

  terraform "aws_s3_bucket_analytics_configuration" {
    inputs {
      objects = usage.monthly_monitored_objects
    }
  }
  terraform "aws_s3_bucket_inventory" {
    inputs {
      report  = "inventory"
      objects = usage.monthly_listed_objects
    }
  }

  example "ten million objects watched" {
    region = "us-east-1"
    cost   = "1.00"              # 10,000,000 × 0.0000001
    source = "Amazon S3 pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { objects = "10M" }
  }
  example "ten million objects listed" {
    region = "us-east-1"
    cost   = "0.025"             # 10,000,000 × 0.0000000025
    source = "Amazon S3 pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      report  = "inventory"
      objects = "10M"
    }
  }
}
