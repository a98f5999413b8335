# DMS bills the replication instance by the hour, twice the price in two zones,
# and storage above what the class brings: 50 GB for t2 and t3, 100 GB for the
# others. The trap: the instance is billed while no task runs.

kind "aws.dms" {
  title    = "DMS replication instance"
  title_ja = "DMS レプリケーションインスタンス"
  aliases  = ["DMS", "Database Migration Service"]
  service  = "AWSDatabaseMigrationSvc"
  live     = ["dms:rep"]

  input "class" {
    type  = text
    role  = "size"
    about = "Class, without dms."
  }
  input "multi_az" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether a standby runs in a second zone"
  }
  input "storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 50
    min     = 0
    about   = "Allocated storage"
  }

  meter "instance" {
    title      = "instance"
    usage_type = "${multi_az ? "Multi-AZUsg" : "InstanceUsg"}:dms.${class}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "storage above what the class brings"
    when       = storage > (replace(replace(class, "t2.", ""), "t3.", "") != class ? 50 : 100)
    usage_type = "${multi_az ? "Multi-AZ-" : ""}StorageUsage"
    unit       = "GB-months"
    monthly    = storage - (replace(replace(class, "t2.", ""), "t3.", "") != class ? 50 : 100)
  }

  terraform "aws_dms_replication_instance" {
    inputs {
      class    = replace(self.replication_instance_class, "dms.", "")
      multi_az = coalesce(self.multi_az, false)
      storage  = coalesce(self.allocated_storage, 50)
    }
  }

  example "t2.micro in two zones" {
    region = "us-east-1"
    cost   = "26.28"             # 730 × 0.036
    source = "AWS DMS pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      class    = "t2.micro"
      multi_az = true
    }
  }
}
