# DocumentDB bills like Aurora: each instance by the second, the cluster once for
# storage and, in the standard configuration, for every I/O. The traps: I/O is
# forgotten, and a stopped cluster keeps paying for storage.

kind "aws.documentdb" {
  title    = "DocumentDB cluster"
  title_ja = "DocumentDB クラスター"
  aliases  = ["DocumentDB", "Amazon DocumentDB"]
  service  = "AmazonDocDB"
  live     = ["rds:cluster"]
  note     = "No price of standard instances is at hand; those of I/O-Optimized ones are. Serverless and elastic clusters are not priced."

  input "class" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Class of each instance: db.t4g.medium, db.r6g.large"
  }
  input "instances" {
    type      = number
    unit      = "instances"
    role      = "size"
    default   = 1
    min       = 0
    max       = 16
    over_time = true
    about     = "Instances of the cluster while it is on, primary and replicas"
  }
  input "storage_type" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "io-optimized"]
    about   = "io-optimized has no charge for I/O; its instances and storage cost more"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Size of the cluster volume, averaged over the month"
  }
  input "io" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Read and write I/Os in a month; billed in the standard configuration only"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backup beyond the size of the cluster volume, averaged over the month; up to that size it is free"
  }

  input "cpu_credits" {
    type    = number
    unit    = "vCPU-hours"
    role    = "size"
    default = null
    min     = 0
    about   = "vCPU-hours above the baseline in a month, for burstable classes, if there are any"
  }

  check "class" {
    condition = replace(class, "db.", "") != class
    message   = "a DocumentDB class begins with db., as in db.r6g.large; this is ${class}"
  }

  meter "instances" {
    title      = "instances"
    when       = storage_type == "standard"
    usage_type = "InstanceUsage:${replace(class, "xlarge", "xl")}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "instances_io_optimized" {
    title      = "instances, I/O-Optimized"
    when       = storage_type == "io-optimized"
    usage_type = "InstanceUsageIOOptimized:${replace(class, "xlarge", "xl")}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "storage" {
    title      = "storage"
    when       = storage_type == "standard"
    usage_type = "StorageUsage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_io_optimized" {
    title      = "storage, I/O-Optimized"
    when       = storage_type == "io-optimized"
    usage_type = "IO-OptimizedStorageUsage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "io" {
    title      = "I/O"
    when       = storage_type == "standard"
    usage_type = "StorageIOUsage"
    unit       = "IOs"
    monthly    = io
  }
  meter "cpu_credits" {
    title      = "CPU credits"
    when       = cpu_credits != null
    usage_type = "CPUCredits:db.${split(".", class)[1]}"
    unit       = "vCPU-hours"
    monthly    = cpu_credits
  }
  meter "backup" {
    title      = "backup beyond the volume"
    usage_type = "BackupUsage"
    unit       = "GB-months"
    monthly    = backup
  }

  # The cluster has the volume, each instance its own line.
  terraform "aws_docdb_cluster" {
    inputs {
      class        = "db.r6g.large"
      instances    = 0
      storage_type = self.storage_type == "iopt1" ? "io-optimized" : "standard"
      storage      = usage.storage_gb
      io           = usage.monthly_io_requests
      backup       = usage.backup_storage_gb
    }
  }
  terraform "aws_docdb_cluster_snapshot" {
    inputs {
      class     = "db.r6g.large"
      instances = 0
      storage   = 0
      io        = 0
      backup    = usage.backup_storage_gb
    }
  }
  terraform "aws_docdb_cluster_instance" {
    inputs {
      class        = self.instance_class
      instances    = 1
      storage_type = try(target(self.cluster_identifier, "aws_docdb_cluster").storage_type, "") == "iopt1" ? "io-optimized" : "standard"
      storage      = coalesce(usage.data_storage_gb, 0)
      io           = coalesce(usage.monthly_io_requests, 0)
      cpu_credits  = usage.monthly_cpu_credit_hrs == null ? null : usage.monthly_cpu_credit_hrs * 2
      backup       = 0
    }
  }

  example "I/O-Optimized, two instances" {
    region = "ap-northeast-1"
    cost   = "221.42"           # 2 × 730 × 0.127 = 185.42; 100 × 0.36 = 36.00
    source = "AWS price list, AmazonDocDB, ap-northeast-1, 2026-09-25"
    inputs {
      class        = "db.t4g.medium"
      instances    = 2
      storage_type = "io-optimized"
      storage      = "100 GB"
    }
  }
  example "I/O-Optimized, billed as xl" {
    region = "ap-northeast-1"
    cost   = "509.613"          # 730 × 0.6981
    source = "AWS price list, AmazonDocDB, ap-northeast-1, 2026-09-25"
    inputs {
      class        = "db.r6g.xlarge"
      storage_type = "io-optimized"
    }
  }
  example "storage and I/O of a standard cluster that is stopped" {
    region = "ap-northeast-1"
    cost   = "14.40"            # 100 × 0.12 = 12.00; 10,000,000 × 0.00000024 = 2.40; no instance runs
    source = "AWS price list, AmazonDocDB, ap-northeast-1, 2026-09-25"
    inputs {
      class     = "db.r6g.large"
      instances = 0
      storage   = "100 GB"
      io        = "10M"
    }
  }
}
