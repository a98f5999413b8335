# Cost Explorer's console is free; its API bills each request, and each page of an
# answer is a request. The trap: a dashboard that asks twenty questions an hour is
# 146.00 a month; hourly data costs by the record that is kept.

kind "aws.cost_explorer" {
  title    = "Cost Explorer API"
  title_ja = "Cost Explorer API"
  aliases  = ["Cost Explorer", "Cost Explorer requests"]
  service  = "AWSCostExplorer"
  region   = "us-east-1"

  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "API requests in a month, pages included; kanjo's own count here"
  }
  input "hourly_records" {
    type    = number
    unit    = "records"
    role    = "size"
    default = null
    min     = 0
    about   = "Usage records kept at hourly granularity, averaged over the month, if that is switched on"
  }

  meter "requests" {
    title      = "API requests"
    usage_type = "APIRequest"
    unit       = "requests"
    monthly    = requests
  }
  meter "hourly_records" {
    title      = "hourly records"
    when       = hourly_records != null
    usage_type = "CostDataStorage"
    unit       = "record-months"
    monthly    = hourly_records
  }

  example "a hundred requests" {
    region = "us-east-1"
    cost   = "1.00"             # 100 × 0.01
    source = "AWS price list, AWSCostExplorer, us-east-1, 2026-10-13"
    inputs { requests = 100 }
  }
}
