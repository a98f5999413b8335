# Glue bills jobs and crawlers by the DPU-hour, per second with a minimum of a
# minute, and the data catalogue by objects and requests. The trap: a Spark job
# takes ten DPUs unless told otherwise, a crawler bills ten minutes at least, and a
# streaming job or an open interactive session never stops.

kind "aws.glue" {
  title    = "Glue"
  title_ja = "Glue"
  aliases  = ["AWS Glue", "Glue job", "Glue crawler", "Glue Data Catalog"]
  service  = "AWSGlue"
  live     = ["glue:job", "glue:crawler", "glue:database"]
  note     = "AWS's first million catalogue objects and requests of a month are free; that allowance is not counted."

  input "dpus" {
    type    = number
    unit    = "DPUs"
    role    = "size"
    default = null
    min     = 0
    about   = "DPUs of the job while it runs: workers times 1 for G.1X, 2 for G.2X; a Python shell job has 0.0625 or 1"
  }
  input "job_hours" {
    type  = number
    unit  = "h"
    role  = "usage"
    min   = 0
    about = "Hours in a month in which the job runs"
  }
  input "execution" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "flex"]
    about   = "Execution class; flex starts later, may be interrupted and is cheaper"
  }
  input "crawler_dpu_hours" {
    type    = number
    unit    = "1"
    role    = "size"
    default = null
    min     = 0
    about   = "DPU-hours of crawlers in a month, if there are any"
  }
  input "catalog_objects" {
    type    = number
    unit    = "objects"
    role    = "size"
    default = null
    min     = 0
    about   = "Tables, partitions and other objects in the data catalogue, if it is used for many"
  }
  input "catalog_requests" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests to the data catalogue in a month, if there are many"
  }

  meter "job" {
    title      = "job DPU hours"
    when       = dpus != null && execution == "standard"
    usage_type = "ETL-DPU-Hour"
    operation  = "Jobrun"
    unit       = "DPU-hours"
    monthly    = dpus * job_hours
  }
  meter "job_flex" {
    title      = "job DPU hours, flex"
    when       = dpus != null && execution == "flex"
    usage_type = "ETL-Flex-DPU-Hour"
    operation  = "FlexJobrun"
    unit       = "DPU-hours"
    monthly    = dpus * job_hours
  }
  meter "crawler" {
    title      = "crawler DPU hours"
    when       = crawler_dpu_hours != null
    usage_type = "Crawler-DPU-Hour"
    operation  = "CrawlerRun"
    unit       = "DPU-hours"
    monthly    = crawler_dpu_hours
  }
  meter "catalog_objects" {
    title      = "catalogue objects"
    when       = catalog_objects != null
    usage_type = "Catalog-Storage"
    unit       = "objects"
    monthly    = catalog_objects
  }
  meter "catalog_requests" {
    title      = "catalogue requests"
    when       = catalog_requests != null
    usage_type = "Catalog-Request"
    unit       = "requests"
    monthly    = catalog_requests
  }

  terraform "aws_glue_job" {
    inputs {
      dpus      = self.max_capacity != null ? self.max_capacity : coalesce(self.number_of_workers, 10) * lookup({ Standard = 1, "G.025X" = 0.25, "G.1X" = 1, "G.2X" = 2, "G.4X" = 4, "G.8X" = 8 }, coalesce(self.worker_type, "G.1X"), 1)
      execution = self.execution_class == "FLEX" ? "flex" : "standard"
      job_hours = usage.monthly_hours
    }
  }
  terraform "aws_glue_crawler" {
    inputs {
      dpus              = null
      crawler_dpu_hours = usage.monthly_hours
    }
  }
  terraform "aws_glue_catalog_database" {
    inputs {
      catalog_objects  = usage.monthly_objects
      catalog_requests = usage.monthly_requests
    }
  }

  example "a job that does not run" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS Glue pricing page, 2026: a job is billed for the time it runs"
    inputs { dpus = 10 }
  }
  example "a catalogue above the free million" {
    region = "us-east-1"
    cost   = "4.00"             # 100,000 × 0.00001 = 1.00; 3,000,000 × 0.000001 = 3.00
    source = "AWS Glue pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      catalog_objects  = "100K"
      catalog_requests = "3M"
    }
  }
}
