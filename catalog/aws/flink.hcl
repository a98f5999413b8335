# Managed Flink bills processing units by the hour, one more for the
# orchestration of each application, 50 GB of running storage with each unit,
# and durable backups. The trap: an application is billed while nothing flows.

kind "aws.flink" {
  title    = "Managed Flink application"
  title_ja = "Managed Flink アプリケーション"
  aliases  = ["Managed Flink", "Kinesis Data Analytics"]
  service  = "AmazonKinesisAnalytics"
  live     = ["kinesisanalytics:application"]

  input "engine" {
    type    = text
    role    = "size"
    default = "flink"
    one_of  = ["flink", "sql", "snapshot"]
    about   = "Flink, or the older SQL, which has no orchestration and no storage"
  }
  input "units" {
    type  = number
    unit  = "KPUs"
    role  = "usage"
    min   = 0
    about = "Processing units in average"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Durable application backups"
  }

  meter "units" {
    title      = "processing units"
    when       = engine != "snapshot"
    usage_type = "KPU-Hour-Java"
    unit       = "hours"
    hourly     = units
    off_hours  = "stops"
  }
  meter "orchestration" {
    title      = "orchestration"
    when       = engine == "flink"
    usage_type = "KPU-Hour-Java"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "storage" {
    title      = "running storage"
    when       = engine == "flink"
    usage_type = "RunningApplicationStorage"
    unit       = "GB-months"
    monthly    = units * 50
  }
  meter "backup" {
    title      = "durable backups"
    when       = engine != "sql"
    usage_type = "DurableApplicationBackups"
    unit       = "GB-months"
    monthly    = backup
  }

  terraform "aws_kinesisanalyticsv2_application" {
    inputs {
      engine = replace(lower(self.runtime_environment), "flink", "") != lower(self.runtime_environment) ? "flink" : "sql"
      units  = usage.kinesis_processing_units
      backup = usage.durable_application_backup_gb
    }
  }
  terraform "aws_kinesis_analytics_application" {
    inputs {
      engine = "sql"
      units  = usage.kinesis_processing_units
    }
  }
  terraform "aws_kinesisanalyticsv2_application_snapshot" {
    inputs {
      engine = "snapshot"
      backup = usage.durable_application_backup_gb
    }
  }

  example "ten units" {
    region = "eu-west-2"
    cost   = "1077.81"           # 10 × 730 × 0.127 = 927.10; 730 × 0.127 = 92.71; 500 × 0.116 = 58.00; backups are not stated
    source = "prices that Infracost published for its own tests, eu-west-2, 2024-07-01"
    inputs { units = 10 }
  }
}
