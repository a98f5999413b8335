# Aurora Serverless v2 bills each instance, writer and reader alike, by the
# second for the larger of its minimum and the ACU it uses, and the cluster once
# for storage and, in the standard configuration, for every I/O. The trap: the
# minimum is taken for the average, I/O is forgotten, and a cluster that is
# stopped or paused at 0 ACU keeps paying for storage.

kind "aws.aurora_serverless_v2" {
  title    = "Aurora Serverless v2"
  title_ja = "Aurora Serverless v2"
  aliases  = ["Aurora", "Aurora Serverless", "Aurora PostgreSQL", "Aurora MySQL"]
  service  = "AmazonRDS"
  live     = ["rds:cluster"]
  note     = "A reader in promotion tier 0 or 1 follows the writer's capacity; tiers 2 to 15 scale alone: give those a resource of their own."

  locals {
    engine_code = { mysql = "0016", postgresql = "0021" }
  }

  input "engine" {
    type   = text
    role   = "size"
    one_of = ["postgresql", "mysql"]
    about  = "Database engine; AWS prices both alike and bills them apart"
  }
  input "instances" {
    type    = number
    unit    = "instances"
    role    = "size"
    default = 1
    min     = 1
    max     = 16
    about   = "Serverless instances of the cluster, writer and readers"
  }
  input "acu" {
    type  = object
    about = "Capacity of each instance in Aurora capacity units, 2 GiB each"
    input "min" {
      type  = number
      unit  = "ACU"
      role  = "size"
      min   = 0
      max   = 256
      about = "Minimum capacity; 0 lets the instance pause"
    }
    input "average" {
      type      = number
      unit      = "ACU"
      role      = "usage"
      min       = 0
      max       = 256
      over_time = true
      about     = "Average capacity of one instance while it is on; an hour below the minimum bills the minimum"
    }
    input "max" {
      type    = number
      unit    = "ACU"
      role    = "size"
      default = 256
      min     = 1
      max     = 256
      about   = "Maximum capacity; it bounds the bill and makes no charge"
    }
    # No meter reads these two: `kanjo advise` asks for them.
    input "used" {
      type  = number
      unit  = "ACU"
      role  = "usage"
      min   = 0
      max   = 256
      about = "Average capacity that the load itself takes, whatever the minimum; for kanjo advise"
    }
    input "idle" {
      type  = number
      unit  = "h"
      role  = "usage"
      min   = 0
      about = "Hours of the month without any connection, in which it could pause; for kanjo advise"
    }
  }
  input "storage_type" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "io-optimized"]
    about   = "io-optimized has no charge for I/O; its ACU and storage cost more"
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

  check "acu_step" {
    condition = floor(acu.min * 2) == acu.min * 2 && floor(acu.max * 2) == acu.max * 2
    message   = "acu.min and acu.max are in steps of 0.5 ACU"
  }
  check "acu_order" {
    condition = acu.min <= acu.max
    message   = "acu.min is at most acu.max"
  }
  check "acu_average" {
    condition = known(acu.average) ? (acu.min <= acu.average && acu.average <= acu.max) : true
    message   = "acu.average lies between acu.min and acu.max"
  }

  meter "acu" {
    title      = "capacity"
    when       = storage_type == "standard"
    usage_type = "Aurora:ServerlessV2Usage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "ACU-hours"
    hourly     = instances * max(acu.min, acu.average)
    off_hours  = "stops"
  }
  meter "acu_io_optimized" {
    title      = "capacity, I/O-Optimized"
    when       = storage_type == "io-optimized"
    usage_type = "Aurora:ServerlessV2IOOptimizedUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "ACU-hours"
    hourly     = instances * max(acu.min, acu.average)
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

  # Unless somebody states what it uses, an instance runs at its minimum, which
  # is billed in any case.
  caveat "note" {
    when    = known(acu.average) ? acu.average == acu.min : false
    message = "counted at its minimum of ${acu.min} ACU: what the load takes above it costs more"
  }

  terraform "aws_rds_cluster_instance" {
    when = contains(["aurora-mysql", "aurora-postgresql"], coalesce(self.engine, "")) && self.instance_class == "db.serverless"
    inputs {
      engine       = replace(self.engine, "aurora-", "")
      instances    = 1
      acu          = { min = target(self.cluster_identifier, "aws_rds_cluster").serverlessv2_scaling_configuration[0].min_capacity, max = target(self.cluster_identifier, "aws_rds_cluster").serverlessv2_scaling_configuration[0].max_capacity, average = usage.capacity_units_per_hr != null ? usage.capacity_units_per_hr : (target(self.cluster_identifier, "aws_rds_cluster").serverlessv2_scaling_configuration[0].min_capacity > 0 ? target(self.cluster_identifier, "aws_rds_cluster").serverlessv2_scaling_configuration[0].min_capacity : null) }
      storage_type = try(target(self.cluster_identifier, "aws_rds_cluster").storage_type, "") == "aurora-iopt1" ? "io-optimized" : "standard"
      storage      = 0
      io           = 0
      backup       = 0
    }
  }

  example "two instances at the minimum" {
    region = "ap-northeast-1"
    cost   = "109.50"           # 2 × 0.5 × 730 × 0.15
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-24"
    inputs {
      engine    = "postgresql"
      instances = 2
      acu       = { min = 0.5, average = 0.5, max = 16 }
    }
  }
  example "with storage and I/O" {
    region = "ap-northeast-1"
    cost   = "114.30"           # 109.50; 20 × 0.12 = 2.40; 10,000,000 × 0.00000024 = 2.40
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-24"
    inputs {
      engine    = "postgresql"
      instances = 2
      acu       = { min = 0.5, average = 0.5, max = 16 }
      storage   = "20 GB"
      io        = "10M"
    }
  }
  example "I/O-Optimized" {
    region = "ap-northeast-1"
    cost   = "151.40"           # 2 × 0.5 × 730 × 0.20 = 146.00; 20 × 0.27 = 5.40
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-24"
    inputs {
      engine       = "postgresql"
      instances    = 2
      acu          = { min = 0.5, average = 0.5, max = 16 }
      storage_type = "io-optimized"
      storage      = "20 GB"
    }
  }
  example "MySQL at 2 ACU" {
    region = "ap-northeast-1"
    cost   = "219.00"           # 1 × 2 × 730 × 0.15
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-24"
    inputs {
      engine = "mysql"
      acu    = { min = 0.5, average = 2, max = 16 }
    }
  }
  example "MySQL backup in Ireland" {
    region = "eu-west-1"
    cost   = "2.10"             # 100 × 0.021; the average capacity is not stated
    source = "AWS price list, AmazonRDS, eu-west-1, 2023-02-23"
    inputs {
      engine = "mysql"
      acu    = { min = 0.5, max = 16 }
      backup = "100 GB"
    }
  }
}
