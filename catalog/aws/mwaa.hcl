# Managed Airflow bills the environment by the hour in three sizes, workers and
# schedulers beyond the first ones by the hour, and the metadata database by the
# GB. The trap: it has no stop; the smallest environment is 350 USD a month
# before a task runs.

kind "aws.mwaa" {
  title    = "Managed Airflow environment"
  title_ja = "Managed Airflow 環境"
  aliases  = ["MWAA", "Managed Airflow"]
  service  = "AmazonMWAA"
  live     = ["airflow:environment"]

  input "size" {
    type    = text
    role    = "size"
    default = "Small"
    one_of  = ["Small", "Medium", "Large"]
    about   = "Size of the environment"
  }
  input "workers" {
    type  = number
    unit  = "workers"
    role  = "usage"
    min   = 0
    about = "Additional workers in average"
  }
  input "schedulers" {
    type  = number
    unit  = "schedulers"
    role  = "usage"
    min   = 0
    about = "Additional schedulers in average"
  }
  input "metadata" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Metadata database"
  }

  meter "environment" {
    title      = "environment"
    usage_type = "Airflow-${size}Environment"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "workers" {
    title      = "additional workers"
    usage_type = "Airflow-${size}Worker"
    unit       = "hours"
    hourly     = workers
    off_hours  = "stays"
  }
  meter "schedulers" {
    title      = "additional schedulers"
    usage_type = "Airflow-${size}Scheduler"
    unit       = "hours"
    hourly     = schedulers
    off_hours  = "stays"
  }
  meter "metadata" {
    title      = "metadata database"
    usage_type = "Airflow-StandardDatabaseStorage"
    unit       = "GB-months"
    monthly    = metadata
  }

  terraform "aws_mwaa_environment" {
    inputs {
      size       = lower(coalesce(self.environment_class, "mw1.small")) == "mw1.large" ? "Large" : (lower(coalesce(self.environment_class, "mw1.small")) == "mw1.medium" ? "Medium" : "Small")
      workers    = usage.additional_workers
      schedulers = usage.additional_schedulers
      metadata   = usage.meta_database_gb
    }
  }

  example "small, one more worker" {
    region = "us-east-1"
    cost   = "397.85"            # 730 × 0.49 = 357.70; 730 × 0.055 = 40.15
    source = "Amazon MWAA pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { workers = 1 }
  }
}
