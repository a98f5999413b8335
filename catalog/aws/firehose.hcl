# Data Firehose bills each record that it takes in by the GB, rounded up to 5 KB, and
# what it does on the way: conversion of the format, delivery into a VPC by the GB
# and by the hour and zone. The trap: a stream of small records pays for five
# times its bytes, and delivery into a VPC bills its zones while nothing flows.

kind "aws.firehose" {
  title    = "Data Firehose stream"
  title_ja = "Data Firehose ストリーム"
  aliases  = ["Firehose", "Kinesis Firehose", "Data Firehose", "Delivery stream"]
  service  = "AmazonKinesisFirehose"
  live     = ["firehose:deliverystream"]
  note     = "Direct PUT and Kinesis Data Streams as a source. Dynamic partitioning, decompression and MSK as a source are not priced. VpcDelivery-Hours is our own name, because no source at hand has AWS's; its row has low confidence."

  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data taken in in a month, each record rounded up to 5 KB"
  }
  input "convert" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether records become Parquet or ORC"
  }
  input "vpc_zones" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 0
    min     = 0
    about   = "Zones of the VPC that it delivers into"
  }

  meter "data" {
    title      = "data taken in"
    usage_type = "BilledBytes"
    operation  = "PutRecord"
    unit       = "GB"
    monthly    = data
  }
  meter "convert" {
    title      = "format conversion"
    when       = convert
    usage_type = "BilledBytes"
    operation  = "DataFormatConversion"
    unit       = "GB"
    monthly    = data
  }
  meter "vpc_data" {
    title      = "delivery into a VPC, data"
    when       = vpc_zones > 0
    usage_type = "BilledBytes"
    operation  = "VpcBandwidth"
    unit       = "GB"
    monthly    = data
  }
  meter "vpc_hours" {
    title      = "delivery into a VPC, hours of its zones"
    when       = vpc_zones > 0
    usage_type = "VpcDelivery-Hours"
    operation  = "RunVpcInstance"
    unit       = "hours"
    hourly     = vpc_zones
    off_hours  = "stays"
  }

  terraform "aws_kinesis_firehose_delivery_stream" {
    inputs {
      data      = usage.monthly_data_ingested_gb
      convert   = try(length(targets(self.extended_s3_configuration[0].data_format_conversion_configuration)) > 0 && coalesce(self.extended_s3_configuration[0].data_format_conversion_configuration[0].enabled, true), false)
      vpc_zones = try(length(targets(self.elasticsearch_configuration[0].vpc_config)) > 0, false) ? length(targets(self.elasticsearch_configuration[0].vpc_config[0].subnet_ids)) : (try(length(targets(self.opensearch_configuration[0].vpc_config)) > 0, false) ? length(targets(self.opensearch_configuration[0].vpc_config[0].subnet_ids)) : 0)
    }
  }

  example "600 TB with conversion into a VPC of two zones" {
    region = "eu-west-2"
    cost   = "40054.46"         # 512,000 × 0.035 = 17,920; 102,400 × 0.03 = 3,072; 614,400 × 0.021 = 12,902.40; 614,400 × 0.01 = 6,144; 2 × 730 × 0.011 = 16.06
    source = "Amazon Data Firehose pricing page, eu-west-2; prices that Infracost published for its own tests, eu-west-2, 2024-07-01"
    inputs {
      data      = "600 TB"
      convert   = true
      vpc_zones = 2
    }
  }
}
