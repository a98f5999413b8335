# Aurora Serverless v1 bills capacity units by the hour, nothing while it is
# paused, storage and I/O as Aurora does. The trap: AWS ended it on 2025-03-31;
# clusters move to v2, whose unit costs twice as much.

kind "aws.aurora_serverless_v1" {
  title    = "Aurora Serverless v1"
  title_ja = "Aurora Serverless v1"
  aliases  = ["Aurora Serverless v1"]
  service  = "AmazonRDS"
  live     = ["rds:cluster"]

  input "engine" {
    type    = text
    role    = "size"
    default = "postgresql"
    one_of  = ["mysql", "postgresql"]
    about   = "Database engine"
  }
  input "acu" {
    type  = number
    unit  = "ACUs"
    role  = "usage"
    min   = 0
    about = "Capacity units in average"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Storage used"
  }
  input "io" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Read and write requests in a month"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backups beyond the first day"
  }
  input "export" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Snapshots exported to S3 in a month"
  }

  meter "acu" {
    title      = "capacity units"
    usage_type = "Aurora:ServerlessUsage"
    unit       = "ACU-hours"
    hourly     = acu
    off_hours  = "stops"
  }
  meter "storage" {
    title      = "storage"
    usage_type = "Aurora:StorageUsage"
    operation  = "${engine == "mysql" ? "CreateDBInstance:0016" : "CreateDBInstance:0021"}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "io" {
    title      = "I/O requests"
    usage_type = "Aurora:StorageIOUsage"
    operation  = "${engine == "mysql" ? "CreateDBInstance:0016" : "CreateDBInstance:0021"}"
    unit       = "IOs"
    monthly    = io
  }
  meter "backup" {
    title      = "backups"
    usage_type = "Aurora:BackupUsage"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "export" {
    title      = "snapshots exported"
    usage_type = "Aurora:SnapshotExportToS3"
    unit       = "GB"
    monthly    = export
  }

  terraform "aws_rds_cluster" {
    when = contains(["aurora", "aurora-mysql", "aurora-postgresql"], coalesce(self.engine, "")) && self.engine_mode == "serverless"
    inputs {
      engine  = self.engine == "aurora-postgresql" ? "postgresql" : "mysql"
      acu     = usage.capacity_units_per_hr
      storage = usage.storage_gb
      io      = usage.write_requests_per_sec == null && usage.read_requests_per_sec == null ? null : (coalesce(usage.write_requests_per_sec, 0) + coalesce(usage.read_requests_per_sec, 0)) * 2628000
      backup  = usage.backup_snapshot_size_gb == null ? null : usage.backup_snapshot_size_gb * (coalesce(self.backup_retention_period, 1) - 1)
      export  = usage.snapshot_export_size_gb
    }
  }

  example "two units" {
    region = "us-east-1"
    cost   = "97.60"             # 2 × 730 × 0.06 = 87.60; 100 × 0.10 = 10.00
    source = "Amazon Aurora pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      acu     = 2
      storage = "100 GB"
    }
  }
}
