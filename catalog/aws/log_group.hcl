# CloudWatch Logs bills each GB that is taken in, each GB-month that is kept
# (compressed, about 15 % of what came in) and each GB that Logs Insights scans.
# The trap: ingestion is the cost, at 0.76 a GB in Tokyo against 0.033 for a month
# of storage, so a shorter retention saves almost nothing.

kind "aws.log_group" {
  title    = "CloudWatch Logs log group"
  title_ja = "CloudWatch Logs ロググループ"
  aliases  = ["CloudWatch Logs", "Log group", "Logs"]
  service  = "AmazonCloudWatch"
  live     = ["logs:log-group"]

  input "ingest" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Log data taken in during a month, uncompressed"
  }
  input "stored" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Log data kept, compressed, averaged over the month; follows from ingest and retention but is never guessed"
  }
  input "scanned" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data that Logs Insights queries scan in a month"
  }
  input "retention" {
    type  = number
    unit  = "days"
    role  = "usage"
    min   = 1
    about = "How long logs are kept; it changes what is stored, never what ingestion costs, and no line depends on it"
  }
  input "class" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "infrequent-access"]
    about   = "Log class; infrequent-access halves ingestion and lacks alarms, subscriptions and live tail"
  }
  input "vended" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether AWS services deliver the logs (VPC flow logs, WAF, Route 53 queries): vended logs have a price ladder of their own"
  }

  meter "ingest" {
    title      = "ingestion"
    when       = class == "standard" && !vended
    usage_type = "DataProcessing-Bytes"
    operation  = "PutLogEvents"
    unit       = "GB"
    monthly    = ingest
  }
  meter "ingest_ia" {
    title      = "ingestion, Infrequent Access"
    when       = class == "infrequent-access" && !vended
    usage_type = "DataProcessingIA-Bytes"
    operation  = "PutLogEvents"
    unit       = "GB"
    monthly    = ingest
  }
  meter "ingest_vended" {
    title      = "vended logs"
    when       = class == "standard" && vended
    usage_type = "VendedLog-Bytes"
    unit       = "GB"
    monthly    = ingest
  }
  meter "ingest_vended_ia" {
    title      = "vended logs, Infrequent Access"
    when       = class == "infrequent-access" && vended
    usage_type = "VendedLogIA-Bytes"
    unit       = "GB"
    monthly    = ingest
  }
  meter "stored" {
    title      = "storage"
    usage_type = "TimedStorage-ByteHrs"
    operation  = "HourlyStorageMetering"
    unit       = "GB-months"
    monthly    = stored
  }
  meter "scanned" {
    title      = "Logs Insights scans"
    usage_type = "DataScanned-Bytes"
    operation  = "StartQuery"
    unit       = "GB"
    monthly    = scanned
  }

  terraform "aws_cloudwatch_log_group" {
    inputs {
      retention = coalesce(self.retention_in_days, 0) > 0 ? self.retention_in_days : null
      class     = self.log_group_class == "INFREQUENT_ACCESS" ? "infrequent-access" : "standard"
      ingest    = usage.monthly_data_ingested_gb
      stored    = usage.storage_gb
      scanned   = usage.monthly_data_scanned_gb
    }
  }
  terraform "aws_elastic_beanstalk_environment" {
    for_each = { for s in targets(self.setting) : s.name => s if s.namespace == "aws:elasticbeanstalk:cloudwatch:logs" && s.name == "StreamLogs" && s.value == "true" }
    inputs {
      ingest  = try(usage.cloudwatch.monthly_data_ingested_gb, null)
      stored  = try(usage.cloudwatch.storage_gb, null)
      scanned = try(usage.cloudwatch.monthly_data_scanned_gb, null)
    }
  }

  example "10 GB taken in" {
    region = "ap-northeast-1"
    cost   = "7.60"             # 10 × 0.76
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2026-09-22"
    inputs {
      ingest    = "10 GB"
      retention = "30 days"
    }
  }
  example "with storage and scans" {
    region = "ap-northeast-1"
    cost   = "8.69"             # 10 × 0.76 = 7.60; 10 × 0.033 = 0.33; 100 × 0.0076 = 0.76
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2026-09-25"
    inputs {
      ingest  = "10 GB"
      stored  = "10 GB"
      scanned = "100 GB"
    }
  }
  example "in Virginia" {
    region = "us-east-1"
    cost   = "6.505"            # 10 × 0.50 = 5.00; 50 × 0.03 = 1.50; 1 × 0.005 = 0.005
    source = "AWS price list, AmazonCloudWatch, us-east-1, 2026-09-22 and 2026-09-25"
    inputs {
      ingest  = "10 GB"
      stored  = "50 GB"
      scanned = "1 GB"
    }
  }
  example "Infrequent Access" {
    region = "ap-northeast-1"
    cost   = "3.80"             # 10 × 0.38
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2026-09-25"
    inputs {
      ingest = "10 GB"
      class  = "infrequent-access"
    }
  }
  example "vended logs over the first edge" {
    region = "ap-northeast-1"
    cost   = "8171.52"          # 10,240 × 0.76 = 7,782.40; 1,024 × 0.38 = 389.12
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs {
      ingest = "11 TB"
      vended = true
    }
  }
}
