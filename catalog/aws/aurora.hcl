# Aurora with instances of a class bills each instance, writer and readers
# alike, by the second, and the cluster once for storage and, in the standard
# configuration, for every I/O. I/O-Optimized changes three prices: the
# instance (about 30 % more), the storage (2.25 times) and the I/O (none). The
# traps: readers are forgotten, Multi-AZ costs nothing beyond its instances, and
# a stopped cluster keeps paying for storage.

kind "aws.aurora" {
  title    = "Aurora cluster"
  title_ja = "Aurora クラスター"
  aliases  = ["Aurora provisioned", "Aurora cluster"]
  service  = "AmazonRDS"
  live     = ["rds:cluster"]
  note     = "Instances of another class are a resource of their own, without storage. Serverless instances are aws.aurora_serverless_v2. Backtrack, global databases and CPU credits are not priced."

  locals {
    # vCPUs by the size of a class; t2 below large has one.
    vcpus = { micro = 2, small = 2, medium = 2, large = 2, xlarge = 4, "2xlarge" = 8, "3xlarge" = 12, "4xlarge" = 16, "6xlarge" = 24, "8xlarge" = 32, "9xlarge" = 36, "12xlarge" = 48, "16xlarge" = 64, "24xlarge" = 96, "32xlarge" = 128, "48xlarge" = 192 }
    engine_code = { mysql = "0016", postgresql = "0021" }

    # AWS shortens xlarge to xl on the bill, except in these classes.
    long = [
      "db.t2.xlarge", "db.t2.2xlarge", "db.t4g.xlarge", "db.t4g.2xlarge",
      "db.r3.xlarge", "db.r3.2xlarge", "db.r3.4xlarge", "db.r3.8xlarge",
      "db.r4.xlarge", "db.r4.2xlarge", "db.r4.4xlarge", "db.r4.8xlarge",
      "db.x2g.xlarge", "db.x2g.2xlarge", "db.x2g.4xlarge", "db.x2g.8xlarge", "db.x2g.12xlarge", "db.x2g.16xlarge",
    ]
  }

  input "engine" {
    type   = text
    role   = "size"
    one_of = ["postgresql", "mysql"]
    about  = "Database engine; AWS prices both alike and bills them apart"
  }
  input "class" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Class of each instance as RDS shows it: db.r6g.2xlarge"
  }
  input "instances" {
    type      = number
    unit      = "instances"
    role      = "size"
    default   = 1
    min       = 0
    max       = 16
    over_time = true
    about     = "Instances of the cluster while it is on, writer and readers"
  }
  # No meter reads it: `kanjo advise` asks for it.
  input "load" {
    type  = number
    unit  = "ACU"
    role  = "usage"
    min   = 0
    max   = 256
    about = "Average load of one instance in Aurora capacity units of 2 GiB; for kanjo advise"
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
    about = "Read and write I/Os of the cluster in a month; billed in the standard configuration only"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backup beyond the size of the cluster volume, averaged over the month; up to that size it is free"
  }
  input "backtrack" {
    type    = number
    unit    = "change records"
    role    = "size"
    default = null
    min     = 0
    about   = "Change records kept for backtracking, each for an hour, in a month; MySQL"
  }
  input "export" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Snapshots exported to S3 in a month, if there are any"
  }

  input "vcpus" {
    type    = number
    unit    = "vCPU"
    role    = "size"
    default = null
    min     = 0
    about   = "vCPUs of the class, for what is billed by the vCPU; by its size where it is not stated"
  }
  input "extended_support" {
    type    = text
    role    = "size"
    default = "none"
    one_of  = ["none", "Yr1-Yr2:AuroraMySQL2", "Yr1-Yr2:AuroraPostgreSQL12", "Yr1-Yr2:AuroraPostgreSQL13", "Yr3:AuroraPostgreSQL11"]
    about   = "Extended Support that the engine version is in, as AWS writes it on the bill"
  }
  input "performance_insights" {
    type    = switch
    role    = "size"
    default = false
    about   = "Performance Insights kept longer than the free seven days"
  }
  input "performance_insights_requests" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests to the API of Performance Insights above the free million, if any"
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
    message   = "an Aurora class begins with db., as in db.r6g.large; this is ${class}"
  }
  check "serverless" {
    condition = class != "db.serverless"
    message   = "db.serverless is the kind aws.aurora_serverless_v2"
  }

  meter "instances" {
    title      = "instances"
    when       = storage_type == "standard"
    usage_type = "InstanceUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "instances_io_optimized" {
    title      = "instances, I/O-Optimized"
    when       = storage_type == "io-optimized"
    usage_type = "InstanceUsageIOOptimized:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "storage" {
    title      = "storage"
    when       = storage_type == "standard"
    usage_type = "Aurora:StorageUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_io_optimized" {
    title      = "storage, I/O-Optimized"
    when       = storage_type == "io-optimized"
    usage_type = "Aurora:IO-OptimizedStorageUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "io" {
    title      = "I/O"
    when       = storage_type == "standard"
    usage_type = "Aurora:StorageIOUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOs"
    monthly    = io
  }
  # Two meters, because the only price known (Ireland) stands under MySQL's operation.
  meter "backup" {
    title      = "backup beyond the volume"
    when       = engine == "postgresql"
    usage_type = "Aurora:BackupUsage"
    operation  = "CreateDBInstance:0021"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "backup_mysql" {
    title      = "backup beyond the volume"
    when       = engine == "mysql"
    usage_type = "Aurora:BackupUsage"
    operation  = "CreateDBInstance:0016"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "extended_support" {
    title      = "Extended Support"
    when       = extended_support != "none"
    usage_type = "ExtendedSupport:${extended_support}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "vCPU-hours"
    hourly     = instances * coalesce(vcpus, lookup(local.vcpus, split(".", class)[2], 2))
    off_hours  = "stops"
  }
  meter "performance_insights" {
    title      = "Performance Insights, long retention"
    when       = performance_insights
    usage_type = "PI_LTR:${upper(split(".", class)[1])}"
    unit       = "vCPU-months"
    monthly    = instances * coalesce(vcpus, lookup(local.vcpus, split(".", class)[2], 2))
  }
  meter "performance_insights_requests" {
    title      = "Performance Insights API"
    when       = performance_insights_requests != null
    usage_type = "PI_API"
    unit       = "requests"
    monthly    = performance_insights_requests
  }
  meter "cpu_credits" {
    title      = "CPU credits"
    when       = cpu_credits != null
    usage_type = "CPUCredits:db.${split(".", class)[1]}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "vCPU-hours"
    monthly    = cpu_credits
  }
  meter "backtrack" {
    title      = "backtracking"
    when       = backtrack != null
    usage_type = "Aurora:BacktrackUsage"
    unit       = "change-record-hours"
    monthly    = backtrack
  }
  meter "export" {
    title      = "snapshots exported"
    when       = export != null
    usage_type = "Aurora:SnapshotExportToS3"
    unit       = "GB"
    monthly    = export
  }

  # The cluster has the volume, each instance its own line.
  terraform "aws_rds_cluster" {
    when = contains(["aurora-mysql", "aurora-postgresql"], coalesce(self.engine, "")) && coalesce(self.engine_mode, "provisioned") == "provisioned"
    inputs {
      engine       = replace(self.engine, "aurora-", "")
      class        = "db.r6g.large"
      instances    = 0
      storage_type = self.storage_type == "aurora-iopt1" ? "io-optimized" : "standard"
      storage      = usage.storage_gb
      io           = usage.write_requests_per_sec == null && usage.read_requests_per_sec == null ? null : (coalesce(usage.write_requests_per_sec, 0) + coalesce(usage.read_requests_per_sec, 0)) * 2628000
      backup       = usage.backup_snapshot_size_gb == null ? null : usage.backup_snapshot_size_gb * (coalesce(self.backup_retention_period, 1) - 1)
      backtrack    = self.engine != "aurora-mysql" || usage.average_statements_per_hr == null || usage.change_records_per_statement == null || usage.backtrack_window_hrs == null ? null : usage.average_statements_per_hr * 730 * usage.change_records_per_statement * usage.backtrack_window_hrs
      export       = usage.snapshot_export_size_gb
    }
  }
  terraform "aws_rds_cluster_instance" {
    when = contains(["aurora-mysql", "aurora-postgresql"], coalesce(self.engine, "")) && self.instance_class != "db.serverless"
    inputs {
      engine       = replace(self.engine, "aurora-", "")
      class        = self.instance_class
      instances    = 1
      storage_type = try(target(self.cluster_identifier, "aws_rds_cluster").storage_type, "") == "aurora-iopt1" ? "io-optimized" : "standard"
      storage      = 0
      io           = 0
      backup       = 0
      # Versions whose standard support has ended: a past date does not come back.
      extended_support              = lookup({ "aurora-mysql/5" = "Yr1-Yr2:AuroraMySQL2", "aurora-postgresql/11" = "Yr3:AuroraPostgreSQL11", "aurora-postgresql/12" = "Yr1-Yr2:AuroraPostgreSQL12", "aurora-postgresql/13" = "Yr1-Yr2:AuroraPostgreSQL13" }, try("${self.engine}/${split(".", coalesce(try(target(self.cluster_identifier, "aws_rds_cluster").engine_version, null), self.engine_version))[0]}", ""), "none")
      performance_insights          = coalesce(self.performance_insights_enabled, false) && coalesce(self.performance_insights_retention_period, 7) > 7
      performance_insights_requests = coalesce(self.performance_insights_enabled, false) ? usage.monthly_additional_performance_insights_requests : null
      cpu_credits                   = usage.monthly_cpu_credit_hrs == null ? null : usage.monthly_cpu_credit_hrs * coalesce(usage.vcpu_count, 2)
    }
  }

  example "PostgreSQL in Virginia" {
    region = "us-east-1"
    cost   = "189.80"           # 730 × 0.26
    source = "AWS price list, AmazonRDS, us-east-1, 2026-09-25"
    inputs {
      engine = "postgresql"
      class  = "db.r6g.large"
    }
  }
  example "PostgreSQL in Virginia, I/O-Optimized" {
    region = "us-east-1"
    cost   = "246.74"           # 730 × 0.338
    source = "AWS price list, AmazonRDS, us-east-1, 2026-07-01"
    inputs {
      engine       = "postgresql"
      class        = "db.r6g.large"
      storage_type = "io-optimized"
    }
  }
  example "PostgreSQL in Virginia with 100 GB and 10 M I/O" {
    region = "us-east-1"
    cost   = "201.80"           # 189.80; 100 × 0.10 = 10.00; 10,000,000 × 0.0000002 = 2.00
    source = "AWS price list, AmazonRDS, us-east-1, 2026-09-24"
    inputs {
      engine  = "postgresql"
      class   = "db.r6g.large"
      storage = "100 GB"
      io      = "10M"
    }
  }
  example "PostgreSQL in Tokyo, writer and two readers, billed as 2xl" {
    region = "ap-northeast-1"
    cost   = "2804.07"          # 3 × 730 × 1.253 = 2,744.07; 500 × 0.12 = 60.00
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine    = "postgresql"
      class     = "db.r6g.2xlarge"
      instances = 3
      storage   = "500 GB"
    }
  }
  example "MySQL in Tokyo, I/O-Optimized: I/O costs nothing" {
    region = "ap-northeast-1"
    cost   = "621.22"           # 2 × 730 × 0.407 = 594.22; 100 × 0.27 = 27.00
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine       = "mysql"
      class        = "db.r6g.large"
      instances    = 2
      storage_type = "io-optimized"
      storage      = "100 GB"
      io           = "500M"
    }
  }
  example "an x2g class, billed as 2xlarge" {
    region = "eu-west-1"
    cost   = "1296.48"          # 730 × 1.776
    source = "AWS price list, AmazonRDS, eu-west-1, 2023-02-23"
    inputs {
      engine = "postgresql"
      class  = "db.x2g.2xlarge"
    }
  }
  example "MySQL backup in Ireland" {
    region = "eu-west-1"
    cost   = "2.10"             # 100 × 0.021; no instance runs
    source = "AWS price list, AmazonRDS, eu-west-1, 2023-02-23"
    inputs {
      engine    = "mysql"
      class     = "db.r6g.large"
      instances = 0
      backup    = "100 GB"
    }
  }
}
