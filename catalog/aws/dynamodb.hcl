# DynamoDB bills requests by the unit (on demand) or capacity by the hour
# (provisioned), and storage by the GB-month. The traps: a read unit is 4 KB and
# a write unit 1 KB, every index writes again, provisioned capacity is billed
# whether used or not, and PITR is billed for the size of the table.

kind "aws.dynamodb" {
  title    = "DynamoDB table"
  title_ja = "DynamoDB テーブル"
  aliases  = ["DynamoDB", "DynamoDB table"]
  service  = "AmazonDynamoDB"
  live     = ["dynamodb:table"]
  note     = "AWS prices the first 18,600 unit-hours of provisioned reads and writes of a region and month (25 units) at 0: they are in the price's tiers. Replicated capacity of provisioned global tables, DAX, exports, restores and reserved capacity are not priced."

  input "capacity" {
    type    = text
    role    = "size"
    default = "on-demand"
    one_of  = ["on-demand", "provisioned"]
    about   = "Whether requests or capacity are billed"
  }
  input "table_class" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "standard-ia"]
    about   = "Table class; standard-ia has cheaper storage and dearer requests"
  }
  input "global_table" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is a replica of a global table: its writes are replicated write units, those of its indexes stay writes"
  }
  input "streams" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether a stream is on that others than Lambda triggers and global tables read"
  }
  input "reads" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Read request units in a month, on demand: one strongly or two eventually consistent reads of up to 4 KB"
  }
  input "writes" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Write request units in a month, on demand: one write of up to 1 KB, and one for each index it touches"
  }
  input "replicated_writes" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Replicated write request units of a global table in this region in a month, on demand"
  }
  input "read_capacity" {
    type      = number
    unit      = "units"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Provisioned read capacity units, table and indexes together; with auto scaling the average"
  }
  input "write_capacity" {
    type      = number
    unit      = "units"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Provisioned write capacity units, table and indexes together; with auto scaling the average"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Size of the table and its indexes with 100 bytes per item, averaged over the month"
  }
  input "pitr_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Size that continuous backup is billed for, where it is not that of the table"
  }
  input "restored" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data restored from backups in a month, if any"
  }
  input "pitr" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether point-in-time recovery is on: billed for the size of the table"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "On-demand backups, averaged over the month"
  }
  input "stream_reads" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Read requests of DynamoDB Streams in a month; those of Lambda triggers and global tables are free"
  }

  check "global_table" {
    condition = global_table || !known(replicated_writes)
    message   = "replicated_writes goes with global_table"
  }
  check "streams" {
    condition = streams || !known(stream_reads)
    message   = "stream_reads goes with streams"
  }
  check "on_demand" {
    condition = capacity == "on-demand" ? !known(read_capacity) && !known(write_capacity) : !known(reads) && !known(writes) && !known(replicated_writes)
    message   = capacity == "on-demand" ? "read_capacity and write_capacity go with provisioned capacity" : "reads and writes go with on-demand capacity"
  }

  meter "reads" {
    title      = "reads"
    when       = capacity == "on-demand" && table_class == "standard"
    usage_type = "ReadRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = reads
  }
  meter "writes" {
    title      = "writes"
    when       = capacity == "on-demand" && table_class == "standard"
    usage_type = "WriteRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = writes
  }
  meter "replicated_writes" {
    title      = "replicated writes"
    when       = capacity == "on-demand" && table_class == "standard" && global_table
    usage_type = "ReplWriteRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = replicated_writes
  }
  meter "reads_ia" {
    title      = "reads, Standard-IA"
    when       = capacity == "on-demand" && table_class == "standard-ia"
    usage_type = "IA-ReadRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = reads
  }
  meter "writes_ia" {
    title      = "writes, Standard-IA"
    when       = capacity == "on-demand" && table_class == "standard-ia"
    usage_type = "IA-WriteRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = writes
  }
  meter "replicated_writes_ia" {
    title      = "replicated writes, Standard-IA"
    when       = capacity == "on-demand" && table_class == "standard-ia" && global_table
    usage_type = "IA-ReplWriteRequestUnits"
    operation  = "PayPerRequestThroughput"
    unit       = "request-units"
    monthly    = replicated_writes
  }
  meter "read_capacity" {
    title      = "read capacity"
    when       = capacity == "provisioned" && table_class == "standard"
    usage_type = "ReadCapacityUnit-Hrs"
    operation  = "CommittedThroughput"
    unit       = "capacity-unit-hours"
    hourly     = read_capacity
    off_hours  = "stays"
  }
  meter "write_capacity" {
    title      = "write capacity"
    when       = capacity == "provisioned" && table_class == "standard"
    usage_type = "WriteCapacityUnit-Hrs"
    operation  = "CommittedThroughput"
    unit       = "capacity-unit-hours"
    hourly     = write_capacity
    off_hours  = "stays"
  }
  meter "read_capacity_ia" {
    title      = "read capacity, Standard-IA"
    when       = capacity == "provisioned" && table_class == "standard-ia"
    usage_type = "IA-ReadCapacityUnit-Hrs"
    operation  = "CommittedThroughput"
    unit       = "capacity-unit-hours"
    hourly     = read_capacity
    off_hours  = "stays"
  }
  meter "write_capacity_ia" {
    title      = "write capacity, Standard-IA"
    when       = capacity == "provisioned" && table_class == "standard-ia"
    usage_type = "IA-WriteCapacityUnit-Hrs"
    operation  = "CommittedThroughput"
    unit       = "capacity-unit-hours"
    hourly     = write_capacity
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "storage"
    when       = table_class == "standard"
    usage_type = "TimedStorage-ByteHrs"
    operation  = "StandardStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_ia" {
    title      = "storage, Standard-IA"
    when       = table_class == "standard-ia"
    usage_type = "IA-TimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "pitr" {
    title      = "point-in-time recovery"
    when       = pitr
    usage_type = "TimedPITRStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = coalesce(pitr_storage, storage)
  }
  meter "restored" {
    title      = "restored from backups"
    when       = restored != null
    usage_type = "RestoreDataSize-Bytes"
    unit       = "GB"
    monthly    = restored
  }
  meter "backup" {
    title      = "on-demand backups"
    usage_type = "TimedBackupStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "stream_reads" {
    title      = "stream reads"
    when       = streams
    usage_type = "Streams-Requests"
    unit       = "requests"
    monthly    = stream_reads
  }

  terraform "aws_dynamodb_table" {
    inputs {
      capacity       = self.billing_mode == "PAY_PER_REQUEST" ? "on-demand" : "provisioned"
      table_class    = self.table_class == "STANDARD_INFREQUENT_ACCESS" ? "standard-ia" : "standard"
      read_capacity  = self.billing_mode == "PAY_PER_REQUEST" ? null : coalesce(self.read_capacity, try(max([for t in referrers("aws_appautoscaling_target") : t.min_capacity if t.scalable_dimension == "dynamodb:table:ReadCapacityUnits"]...), null)) + sum([for i in targets(self.global_secondary_index) : coalesce(i.read_capacity, 0)])
      write_capacity = self.billing_mode == "PAY_PER_REQUEST" ? null : coalesce(self.write_capacity, try(max([for t in referrers("aws_appautoscaling_target") : t.min_capacity if t.scalable_dimension == "dynamodb:table:WriteCapacityUnits"]...), null)) + sum([for i in targets(self.global_secondary_index) : coalesce(i.write_capacity, 0)])
      reads          = usage.monthly_read_request_units
      writes         = usage.monthly_write_request_units
      storage        = usage.storage_gb
      streams        = coalesce(self.stream_enabled, false)
      stream_reads   = usage.monthly_streams_read_request_units
      global_table   = length(targets(self.replica)) > 0
      pitr           = coalesce(try(self.point_in_time_recovery[0].enabled, null), false)
      backup         = usage.on_demand_backup_storage_gb
      pitr_storage   = usage.pitr_backup_storage_gb
      restored       = usage.monthly_data_restored_gb
    }
  }

  example "on demand in Virginia" {
    region = "us-east-1"
    cost   = "3.75"             # 10 × 0.25 = 2.50; 1,000,000 × 0.000000625 = 0.625; 5,000,000 × 0.000000125 = 0.625
    source = "AWS price list, AmazonDynamoDB, us-east-1, 2026-09-11"
    inputs {
      reads   = "5M"
      writes  = "1M"
      storage = "10 GB"
    }
  }
  example "on demand in Tokyo with PITR and backups" {
    region = "ap-northeast-1"
    cost   = "39.905"           # 10,000,000 × 0.0000001425 = 1.425; 2,000,000 × 0.000000715 = 1.43; 50 × 0.285 = 14.25; 50 × 0.228 = 11.40; 100 × 0.114 = 11.40
    source = "AWS price list, AmazonDynamoDB, ap-northeast-1, 2026-09-11 and 2025-08-28"
    inputs {
      reads   = "10M"
      writes  = "2M"
      storage = "50 GB"
      pitr    = true
      backup  = "100 GB"
    }
  }
  example "provisioned: the first 25 units are free" {
    region = "ap-northeast-1"
    cost   = "21.35476"         # (100 × 730 - 18,600) × 0.0001484 = 8.07296; (50 × 730 - 18,600) × 0.000742 = 13.2818
    source = "AWS price list, AmazonDynamoDB, ap-northeast-1, 2025-08-28"
    inputs {
      capacity       = "provisioned"
      read_capacity  = 100
      write_capacity = 50
    }
  }
  example "a global table's replica" {
    region = "ap-northeast-1"
    cost   = "3.565"            # 1,000,000 × 0.000000715 = 0.715; 10 × 0.285 = 2.85
    source = "AWS price list, AmazonDynamoDB, ap-northeast-1, 2026-09-11 and 2025-08-28"
    inputs {
      global_table      = true
      replicated_writes = "1M"
      storage           = "10 GB"
    }
  }
  example "Standard-IA storage" {
    region = "ap-northeast-1"
    cost   = "57.00"            # 500 × 0.114; requests are not stated
    source = "AWS price list, AmazonDynamoDB, ap-northeast-1, 2025-08-28"
    inputs {
      table_class = "standard-ia"
      storage     = "500 GB"
    }
  }
}
