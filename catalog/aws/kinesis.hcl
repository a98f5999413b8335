# Kinesis Data Streams bills provisioned streams by the shard-hour and by units of
# 25 KB put, on-demand streams by the stream-hour and the GB in and out. The trap:
# shards cannot be stopped at night, retention over a day is billed apart, and
# every fan-out consumer pays for each shard and again for what it reads.

kind "aws.kinesis" {
  title    = "Kinesis data stream"
  title_ja = "Kinesis データストリーム"
  aliases  = ["Kinesis", "Kinesis Data Streams", "Kinesis stream"]
  service  = "AmazonKinesis"
  live     = ["kinesis:stream"]
  note     = "Data Firehose and Managed Flink are services of their own."

  input "mode" {
    type   = text
    role   = "size"
    one_of = ["provisioned", "on-demand"]
    about  = "Capacity mode of the stream"
  }
  input "shards" {
    type      = number
    unit      = "shards"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Provisioned: open shards"
  }
  input "put_units" {
    type  = number
    unit  = "units"
    role  = "usage"
    min   = 0
    about = "Provisioned: put payload units in a month; a record is one for each 25 KB or part of it"
  }
  input "data_in" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "On-demand: data put in a month"
  }
  input "data_out" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "On-demand: data read in a month by all consumers without fan-out"
  }
  input "fan_out_consumers" {
    type    = number
    unit    = "consumers"
    role    = "size"
    default = 0
    min     = 0
    about   = "Consumers with enhanced fan-out"
  }
  input "fan_out_hours" {
    type    = number
    unit    = "consumer-shard-hours"
    role    = "size"
    default = null
    min     = 0
    about   = "Hours of enhanced fan-out, consumers times shards, where they are stated instead of consumers"
  }
  input "long_term_retrieval" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data older than seven days that is read in a month, if any"
  }
  input "fan_out_data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data that fan-out consumers read in a month"
  }
  input "retention" {
    type    = number
    unit    = "days"
    role    = "size"
    default = 1
    min     = 1
    max     = 365
    about   = "How long records are kept; over one day is billed, over seven at a second price"
  }
  input "stored" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data kept beyond the first day (on-demand) or beyond seven days (both modes), averaged over the month"
  }

  meter "shards" {
    title      = "shard hours"
    when       = mode == "provisioned"
    usage_type = "Storage-ShardHour"
    operation  = "shardHourStorage"
    unit       = "shard-hours"
    hourly     = shards
    off_hours  = "stays"
  }
  meter "put_units" {
    title      = "put payload units"
    when       = mode == "provisioned"
    usage_type = "PutRequestPayloadUnits"
    operation  = "PutRequest"
    unit       = "units"
    monthly    = put_units
  }
  meter "extended_shards" {
    title      = "retention up to seven days"
    when       = mode == "provisioned" && retention > 1
    usage_type = "Extended-ShardHour"
    operation  = "shardHourStorage"
    unit       = "shard-hours"
    hourly     = shards
    off_hours  = "stays"
  }
  meter "long_term" {
    title      = "retention beyond seven days"
    when       = mode == "provisioned" && retention > 7
    usage_type = "LongTermRetention-ByteHrs"
    operation  = "LongTermRetentionByteHrs"
    unit       = "GB-months"
    monthly    = stored
  }
  meter "long_term_retrieval" {
    title      = "long-term data read"
    when       = mode == "provisioned" && long_term_retrieval != null
    usage_type = "LongTermRetention-ReadBytes"
    unit       = "GB"
    monthly    = long_term_retrieval
  }
  meter "fan_out" {
    title      = "fan-out consumer hours"
    when       = mode == "provisioned" && fan_out_consumers > 0
    usage_type = "EnhancedFanoutHour"
    operation  = "ConsumerHour"
    unit       = "consumer-shard-hours"
    hourly     = fan_out_consumers * shards
    off_hours  = "stays"
  }
  meter "fan_out_hours" {
    title      = "enhanced fan-out, hours stated"
    when       = mode == "provisioned" && fan_out_hours != null
    usage_type = "EnhancedFanoutHour"
    operation  = "ConsumerHour"
    unit       = "consumer-shard-hours"
    monthly    = fan_out_hours
  }
  meter "fan_out_data" {
    title      = "data read with fan-out"
    when       = mode == "provisioned" && (fan_out_consumers > 0 || fan_out_hours != null)
    usage_type = "ReadBytes"
    operation  = "EnhancedFanoutDataRetrieval"
    unit       = "GB"
    monthly    = fan_out_data
  }
  meter "stream" {
    title      = "stream hours, on-demand"
    when       = mode == "on-demand"
    usage_type = "OnDemand-StreamHour"
    operation  = "OnDemandStreamHr"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "data_in" {
    title      = "data in, on-demand"
    when       = mode == "on-demand"
    usage_type = "OnDemand-BilledIncomingBytes"
    operation  = "OnDemandDataIngested"
    unit       = "GB"
    monthly    = data_in
  }
  meter "data_out" {
    title      = "data out, on-demand"
    when       = mode == "on-demand"
    usage_type = "OnDemand-BilledOutgoingBytes"
    operation  = "OnDemandDataRetrieval"
    unit       = "GB"
    monthly    = data_out
  }
  meter "fan_out_data_on_demand" {
    title      = "data read with fan-out, on-demand"
    when       = mode == "on-demand" && fan_out_consumers > 0
    usage_type = "OnDemand-BilledOutgoingEFOBytes"
    operation  = "OnDemandEFODataRetrieval"
    unit       = "GB"
    monthly    = fan_out_data
  }
  meter "extended_on_demand" {
    title      = "retention up to seven days, on-demand"
    when       = mode == "on-demand" && retention > 1 && retention <= 7
    usage_type = "OnDemand-ExtendedRetention-ByteHrs"
    operation  = "OnDemandExtendedRetentionByteHrs"
    unit       = "GB-months"
    monthly    = stored
  }
  meter "long_term_on_demand" {
    title      = "retention beyond seven days, on-demand"
    when       = mode == "on-demand" && retention > 7
    usage_type = "OnDemand-LongTermRetention-ByteHrs"
    operation  = "OnDemandLongTermRetentionByteHrs"
    unit       = "GB-months"
    monthly    = stored
  }

  terraform "aws_kinesis_stream" {
    inputs {
      mode      = try(self.stream_mode_details[0].stream_mode, "PROVISIONED") == "ON_DEMAND" ? "on-demand" : "provisioned"
      shards    = self.shard_count
      retention = coalesce(self.retention_period, 24) / 24
      put_units = usage.monthly_provisioned_put_units
      data_in   = usage.monthly_on_demand_data_in_gb
      data_out  = usage.monthly_on_demand_data_out_gb
      stored    = try(self.stream_mode_details[0].stream_mode, "PROVISIONED") == "ON_DEMAND" ? (coalesce(self.retention_period, 24) > 168 ? usage.monthly_on_demand_long_term_retention_gb : usage.monthly_on_demand_extended_retention_gb) : (coalesce(self.retention_period, 24) > 168 ? usage.monthly_provisioned_long_term_retention_gb : usage.monthly_provisioned_extended_retention_gb)
      fan_out_hours       = usage.monthly_provisioned_efo_consumer_hours
      fan_out_data        = try(self.stream_mode_details[0].stream_mode, "PROVISIONED") == "ON_DEMAND" ? usage.monthly_on_demand_efo_data_out_gb : usage.monthly_provisioned_efo_data_out_gb
      fan_out_consumers   = usage.monthly_on_demand_efo_data_out_gb == null ? 0 : 1
      long_term_retrieval = usage.monthly_provisioned_long_term_retrieval_gb
    }
  }

  example "a provisioned stream whose size nobody stated" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS Kinesis Data Streams pricing page, 2026: provisioned mode has no charge beside shards, put units and options"
    inputs { mode = "provisioned" }
  }
}
