# RDS bills each instance by the second, at one price for Single-AZ and at its
# own for Multi-AZ, and its storage by the GB-month, running or stopped. The
# traps: a read replica is an instance with storage of its own, gp3 gives 3,000
# IOPS below 400 GB and 12,000 from there on, magnetic storage pays for each
# I/O, and the name of a class is not the name on the bill: db.m7g.2xlarge is
# billed as db.m7g.2xl, db.t4g.2xlarge as db.t4g.2xlarge.

kind "aws.rds" {
  title    = "RDS instance"
  title_ja = "RDS インスタンス"
  aliases  = ["RDS", "RDS MySQL", "RDS PostgreSQL", "RDS MariaDB", "MySQL", "PostgreSQL", "MariaDB"]
  service  = "AmazonRDS"
  live     = ["rds:db"]
  note     = "Replicas of another class are a resource of their own, and Aurora is aws.aurora. Multi-AZ clusters with two readable standbys and RDS Proxy are not priced."

  locals {
    # AWS's own numbers; a licence of one's own is another number and another price.
    engine_code = { mysql = "0002", postgresql = "0014", mariadb = "0018", "oracle-se1" = "0006", "oracle-se1-byol" = "0003", "oracle-se-byol" = "0004", "oracle-se2" = "0020", "oracle-se2-byol" = "0019", "oracle-ee-byol" = "0005", "sqlserver-ex" = "0010", "sqlserver-web" = "0011", "sqlserver-se" = "0012", "sqlserver-ee" = "0015" }
    # From this size on AWS stripes gp3, and 12,000 IOPS and 500 MBps are in its price; SQL Server never.
    striped = { mysql = 400, postgresql = 400, mariadb = 400, "oracle-se1" = 200, "oracle-se1-byol" = 200, "oracle-se-byol" = 200, "oracle-se2" = 200, "oracle-se2-byol" = 200, "oracle-ee-byol" = 200, "sqlserver-ex" = 1000000, "sqlserver-web" = 1000000, "sqlserver-se" = 1000000, "sqlserver-ee" = 1000000 }
    volume      = { gp3 = "GP3-Storage", gp2 = "GP2-Storage", io1 = "PIOPS-Storage", io2 = "PIOPS-Storage-IO2", standard = "StorageUsage" }
    iops        = { gp3 = "GP3-PIOPS", io1 = "PIOPS", io2 = "IO2-PIOPS" }

    # vCPUs by the size of a class; t2 below large has one.
    vcpus = { micro = 2, small = 2, medium = 2, large = 2, xlarge = 4, "2xlarge" = 8, "3xlarge" = 12, "4xlarge" = 16, "6xlarge" = 24, "8xlarge" = 32, "9xlarge" = 36, "12xlarge" = 48, "16xlarge" = 64, "24xlarge" = 96, "32xlarge" = 128, "48xlarge" = 192 }
    # What Terraform writes.
    engines = { mysql = "mysql", postgres = "postgresql", mariadb = "mariadb", "oracle-se1" = "oracle-se1", "oracle-se1-byol" = "oracle-se1-byol", "oracle-se" = "oracle-se-byol", "oracle-se-byol" = "oracle-se-byol", "oracle-se2" = "oracle-se2", "oracle-se2-byol" = "oracle-se2-byol", "oracle-se2-cdb" = "oracle-se2", "oracle-se2-cdb-byol" = "oracle-se2-byol", "oracle-ee" = "oracle-ee-byol", "oracle-ee-byol" = "oracle-ee-byol", "oracle-ee-cdb" = "oracle-ee-byol", "oracle-ee-cdb-byol" = "oracle-ee-byol", "sqlserver-ex" = "sqlserver-ex", "sqlserver-web" = "sqlserver-web", "sqlserver-se" = "sqlserver-se", "sqlserver-ee" = "sqlserver-ee" }

    # AWS shortens xlarge to xl on the bill, except in these classes.
    long = [
      "db.t2.xlarge", "db.t2.2xlarge", "db.t4g.xlarge", "db.t4g.2xlarge", "db.m1.xlarge",
      "db.m2.xlarge", "db.m2.2xlarge", "db.m2.4xlarge", "db.m3.xlarge", "db.m3.2xlarge",
      "db.m4.xlarge", "db.m4.2xlarge", "db.m4.4xlarge",
      "db.r3.xlarge", "db.r3.2xlarge", "db.r3.4xlarge", "db.r3.8xlarge",
      "db.r4.xlarge", "db.r4.2xlarge", "db.r4.4xlarge", "db.r4.8xlarge",
      "db.x2g.xlarge", "db.x2g.2xlarge", "db.x2g.4xlarge", "db.x2g.8xlarge", "db.x2g.12xlarge", "db.x2g.16xlarge",
    ]
  }

  input "engine" {
    type   = text
    role   = "size"
    one_of = ["mysql", "postgresql", "mariadb", "oracle-se1", "oracle-se1-byol", "oracle-se-byol", "oracle-se2", "oracle-se2-byol", "oracle-ee-byol", "sqlserver-ex", "sqlserver-web", "sqlserver-se", "sqlserver-ee"]
    about  = "Database engine; AWS bills each apart and prices some classes apart"
  }
  input "class" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Instance class as RDS shows it: db.m7g.2xlarge; replicas have the same"
  }
  input "multi_az" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether a standby runs in a second zone; it doubles instance and storage and serves no reads"
  }
  input "replicas" {
    type    = number
    unit    = "replicas"
    role    = "size"
    default = 0
    min     = 0
    about   = "Single-AZ read replicas of the same class, each with storage of its own"
  }
  input "storage_type" {
    type    = text
    role    = "size"
    default = "gp3"
    one_of  = ["gp3", "gp2", "io1", "io2", "standard"]
    about   = "Type of the volume"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Allocated storage of one instance, used or not, averaged over the month"
  }
  input "iops" {
    type    = number
    unit    = "IOPS"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned IOPS; required for io1 and io2, for gp3 only what is above the baseline is billed"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned throughput of gp3; only what is above the baseline is billed"
  }
  input "io" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "I/O requests in a month; billed for standard (magnetic) storage only"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backups and snapshots beyond the free part, which is the allocated storage of the region; averaged over the month"
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
    one_of  = ["none", "Yr1-Yr2:MySQL8.0", "Yr3:MySQL5.7", "Yr1-Yr2:PostgreSQL12", "Yr1-Yr2:PostgreSQL13", "Yr3:PostgreSQL11"]
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
    message   = "an RDS class begins with db., as in db.t4g.micro; this is ${class}"
  }
  check "iops" {
    condition = !contains(["io1", "io2"], storage_type) || iops > 0
    message   = "${storage_type} storage needs its provisioned iops"
  }
  check "iops_type" {
    condition = contains(["gp3", "io1", "io2"], storage_type) || iops == 0
    message   = "${storage_type} storage has no provisioned iops"
  }
  check "throughput_type" {
    condition = storage_type == "gp3" || throughput == 0
    message   = "only gp3 storage has a provisioned throughput"
  }
  check "gp3_small" {
    condition = storage_type != "gp3" || replace(engine, "sqlserver", "") != engine || storage >= local.striped[engine] || (iops <= 3000 && throughput <= 125)
    message   = "below ${local.striped[engine]} GB gp3 has 3,000 IOPS and 125 MBps, not more"
  }

  # AWS stops neither an instance that has a replica nor the replica, so a
  # schedule saves nothing there.
  meter "instance" {
    title      = "instance"
    when       = !multi_az && replicas == 0
    usage_type = "InstanceUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "instance_multi_az" {
    title      = "instance and standby"
    when       = multi_az && replicas == 0
    usage_type = "Multi-AZUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "instance_with_replicas" {
    title      = "instance"
    when       = !multi_az && replicas > 0
    usage_type = "InstanceUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "instance_multi_az_with_replicas" {
    title      = "instance and standby"
    when       = multi_az && replicas > 0
    usage_type = "Multi-AZUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "replicas" {
    title      = "read replicas"
    when       = replicas > 0
    usage_type = "InstanceUsage:${contains(local.long, class) ? class : replace(class, "xlarge", "xl")}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "hours"
    hourly     = replicas
    off_hours  = "stays"
  }

  meter "storage_gp3" {
    title      = "storage, gp3"
    when       = storage_type == "gp3"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}GP3-Storage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_gp2" {
    title      = "storage, gp2"
    when       = storage_type == "gp2"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}GP2-Storage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_io1" {
    title      = "storage, io1"
    when       = storage_type == "io1"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}PIOPS-Storage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_io2" {
    title      = "storage, io2"
    when       = storage_type == "io2"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}PIOPS-Storage-IO2"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_standard" {
    title      = "storage, magnetic"
    when       = storage_type == "standard"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}StorageUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "iops_gp3" {
    title      = "IOPS above the baseline, gp3"
    when       = storage_type == "gp3" && iops > 3000
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}GP3-PIOPS"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOPS-months"
    monthly    = max(0, iops - (storage >= local.striped[engine] ? 12000 : 3000))
  }
  meter "throughput_gp3" {
    title      = "throughput above the baseline, gp3"
    when       = storage_type == "gp3" && throughput > 125
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}GP3-Throughput"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "MiBps-months"
    monthly    = max(0, throughput - (storage >= local.striped[engine] ? 500 : 125))
  }
  # Two meters, because the book has the Single-AZ price in Ireland only.
  meter "iops_io1" {
    title      = "IOPS, io1"
    when       = storage_type == "io1" && !multi_az
    usage_type = "RDS:PIOPS"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOPS-months"
    monthly    = iops
  }
  meter "iops_io1_multi_az" {
    title      = "IOPS, io1"
    when       = storage_type == "io1" && multi_az
    usage_type = "RDS:Multi-AZ-PIOPS"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOPS-months"
    monthly    = iops
  }
  meter "iops_io2" {
    title      = "IOPS, io2"
    when       = storage_type == "io2"
    usage_type = "RDS:${multi_az ? "Multi-AZ-" : ""}IO2-PIOPS"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOPS-months"
    monthly    = iops
  }
  meter "io" {
    title      = "I/O, magnetic"
    when       = storage_type == "standard"
    usage_type = "RDS:StorageIOUsage"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOs"
    monthly    = io
  }

  meter "replica_storage" {
    title      = "storage of the replicas"
    when       = replicas > 0
    usage_type = "RDS:${local.volume[storage_type]}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "GB-months"
    monthly    = replicas * storage
  }
  meter "replica_iops" {
    title      = "IOPS of the replicas"
    when       = replicas > 0 && contains(["gp3", "io1", "io2"], storage_type) && iops > (storage_type == "gp3" ? 3000 : 0)
    usage_type = "RDS:${local.iops[storage_type]}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "IOPS-months"
    monthly    = replicas * (storage_type == "gp3" ? max(0, iops - (storage >= local.striped[engine] ? 12000 : 3000)) : iops)
  }
  meter "replica_throughput" {
    title      = "throughput of the replicas"
    when       = replicas > 0 && storage_type == "gp3" && throughput > 125
    usage_type = "RDS:GP3-Throughput"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "MiBps-months"
    monthly    = replicas * max(0, throughput - (storage >= local.striped[engine] ? 500 : 125))
  }
  meter "extended_support" {
    title      = "Extended Support"
    when       = extended_support != "none"
    usage_type = "ExtendedSupport:${extended_support}"
    operation  = "CreateDBInstance:${local.engine_code[engine]}"
    unit       = "vCPU-hours"
    hourly     = (multi_az ? 2 : 1) * (1 + replicas) * coalesce(vcpus, lookup(local.vcpus, split(".", class)[2], 2))
    off_hours  = "stops"
  }
  meter "performance_insights" {
    title      = "Performance Insights, long retention"
    when       = performance_insights
    usage_type = "PI_LTR:${upper(split(".", class)[1])}"
    unit       = "vCPU-months"
    monthly    = (multi_az ? 2 : 1) * (1 + replicas) * coalesce(vcpus, lookup(local.vcpus, split(".", class)[2], 2))
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
  meter "backup" {
    title      = "backup beyond the free part"
    usage_type = "RDS:ChargedBackupUsage"
    operation  = "CreateDBInstance"
    unit       = "GB-months"
    monthly    = backup
  }

  terraform "aws_db_instance" {
    when = contains(keys(local.engines), "${coalesce(self.engine, try(target(self.replicate_source_db, "aws_db_instance").engine, null), "none")}${try(self.license_model, null) == "bring-your-own-license" ? "-byol" : ""}")
    inputs {
      engine       = local.engines["${coalesce(self.engine, try(target(self.replicate_source_db, "aws_db_instance").engine, null), "none")}${try(self.license_model, null) == "bring-your-own-license" ? "-byol" : ""}"]
      class        = self.instance_class
      multi_az     = coalesce(self.multi_az, false)
      storage_type = coalesce(self.storage_type, coalesce(self.iops, 0) > 0 ? "io1" : "gp2")
      storage      = coalesce(self.allocated_storage, try(target(self.replicate_source_db, "aws_db_instance").allocated_storage, null))
      iops         = contains(["gp3", "io1", "io2"], coalesce(self.storage_type, coalesce(self.iops, 0) > 0 ? "io1" : "gp2")) ? coalesce(self.iops, 0) : 0
      throughput   = self.storage_type == "gp3" ? coalesce(self.storage_throughput, 0) : 0
      io           = usage.monthly_standard_io_requests
      backup       = usage.additional_backup_storage_gb
      # Versions whose standard support has ended: a past date does not come back.
      extended_support              = lookup({ "mysql/5.7" = "Yr3:MySQL5.7", "mysql/8.0" = "Yr1-Yr2:MySQL8.0", "postgres/11" = "Yr3:PostgreSQL11", "postgres/12" = "Yr1-Yr2:PostgreSQL12", "postgres/13" = "Yr1-Yr2:PostgreSQL13" }, self.engine_lifecycle_support == "open-source-rds-extended-support-disabled" ? "" : try("${self.engine}/${self.engine == "postgres" ? split(".", self.engine_version)[0] : "${split(".", self.engine_version)[0]}.${split(".", self.engine_version)[1]}"}", ""), "none")
      performance_insights          = coalesce(self.performance_insights_enabled, false) && coalesce(self.performance_insights_retention_period, 7) > 7
      performance_insights_requests = coalesce(self.performance_insights_enabled, false) ? usage.monthly_additional_performance_insights_requests : null
      cpu_credits                   = usage.monthly_cpu_credit_hrs == null ? null : usage.monthly_cpu_credit_hrs * coalesce(usage.vcpu_count, 2)
    }
  }
  terraform "aws_elastic_beanstalk_environment" {
    for_each = { for s in targets(self.setting) : s.name => s if s.namespace == "aws:rds:dbinstance" && s.name == "DBInstanceClass" }
    inputs {
      engine       = lookup({ postgres = "postgresql" }, coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:rds:dbinstance" && s.name == "DBEngine"][0], null), "mysql"), coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:rds:dbinstance" && s.name == "DBEngine"][0], null), "mysql"))
      class        = each.value.value
      multi_az     = coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:rds:dbinstance" && s.name == "MultiAZDatabase"][0], null), "false") == "true"
      storage_type = "gp2"
      storage      = tonumber(coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:rds:dbinstance" && s.name == "DBAllocatedStorage"][0], null), 20))
      backup       = try(usage.db.additional_backup_storage_gb, null)
    }
  }

  example "PostgreSQL db.t4g.micro with 20 GB" {
    region = "ap-northeast-1"
    cost   = "21.01"            # 730 × 0.025 = 18.25; 20 × 0.138 = 2.76
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-10-06 (shoppie, part of its 72.5903)"
    inputs {
      engine  = "postgresql"
      class   = "db.t4g.micro"
      storage = "20 GB"
    }
  }
  example "MySQL Multi-AZ with a read replica" {
    region = "ap-northeast-1"
    cost   = "457.71"           # 730 × 0.418 = 305.14; 1 × 730 × 0.209 = 152.57; storage is not stated
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine   = "mysql"
      class    = "db.m6g.large"
      multi_az = true
      replicas = 1
    }
  }
  example "the same with 100 GB each" {
    region = "ap-northeast-1"
    cost   = "499.11"           # 457.71; 100 × 0.276 = 27.60; 1 × 100 × 0.138 = 13.80
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine   = "mysql"
      class    = "db.m6g.large"
      multi_az = true
      replicas = 1
      storage  = "100 GB"
    }
  }
  example "MySQL Multi-AZ of the day before the event" {
    region = "ap-northeast-1"
    cost   = "341.64"           # 730 × 0.468
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine   = "mysql"
      class    = "db.m7g.large"
      multi_az = true
    }
  }
  example "MySQL Multi-AZ of the event, billed as 2xl" {
    region = "ap-northeast-1"
    cost   = "1368.02"          # 730 × 1.874; a day of it costs (1.874 - 0.468) × 24 = 33.744 more
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine   = "mysql"
      class    = "db.m7g.2xlarge"
      multi_az = true
    }
  }
  example "a t4g class, billed as xlarge" {
    region = "ap-northeast-1"
    cost   = "588.38"           # 730 × 0.806
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine   = "mysql"
      class    = "db.t4g.xlarge"
      multi_az = true
    }
  }
  example "an r4 class, billed as 16xl" {
    region = "ap-northeast-1"
    cost   = "6661.98"          # 730 × 9.126
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2021-08-03"
    inputs {
      engine = "mariadb"
      class  = "db.r4.16xlarge"
    }
  }
  example "gp3 above its baseline" {
    region = "ap-northeast-1"
    cost   = "321.42"           # 730 × 0.234 = 170.82; 500 × 0.138 = 69.00; 15,000 - 12,000 = 3,000 × 0.024 = 72.00; 600 - 500 = 100 × 0.096 = 9.60
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine     = "postgresql"
      class      = "db.m7g.large"
      storage    = "500 GB"
      iops       = 15000
      throughput = "600 MBps"
    }
  }
  example "io1 in Multi-AZ and backups" {
    region = "ap-northeast-1"
    cost   = "736.39"           # 730 × 0.468 = 341.64; 100 × 0.30 = 30.00; 1,500 × 0.24 = 360.00; 50 × 0.095 = 4.75
    source = "AWS price list, AmazonRDS, ap-northeast-1, 2026-09-25"
    inputs {
      engine       = "mysql"
      class        = "db.m7g.large"
      multi_az     = true
      storage_type = "io1"
      storage      = "100 GB"
      iops         = 1500
      backup       = "50 GB"
    }
  }
  example "with Performance Insights, Extended Support and CPU credits" {
    region = "us-east-1"
    cost   = "268.68"           # 730 × 0.136 = 99.28; 730 × 2 × 0.10 = 146.00; 2 × 2.95 = 5.90; 1,000,000 × 0.00001 = 10.00; 100 × 0.075 = 7.50
    source = "AWS price list, AmazonRDS, us-east-1, 2026-10-13 and 2026-09-25; prices that Infracost published for its own tests, us-east-1, 2026-05-03"
    inputs {
      engine                        = "mysql"
      class                         = "db.t3.large"
      storage                       = 0
      io                            = 0
      backup                        = 0
      extended_support              = "Yr1-Yr2:MySQL8.0"
      performance_insights          = true
      performance_insights_requests = "1M"
      cpu_credits                   = 100
    }
  }
  example "SQL Server with its licence" {
    region = "us-east-1"
    cost   = "1707.58"          # 730 × 2.336 = 1,705.28; 20 × 0.115 = 2.30
    source = "AWS price list, AmazonRDS, us-east-1, 2026-09-25; prices that Infracost published for its own tests, us-east-1, 2026-05-03"
    inputs {
      engine       = "sqlserver-ee"
      class        = "db.m5.xlarge"
      storage_type = "gp2"
      storage      = "20 GB"
    }
  }
}
