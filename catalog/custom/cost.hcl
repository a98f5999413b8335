# A cost that a person states, for what no kind covers: a licence, a contract, a
# third party. It is counted as given and never checked against a price. The trap:
# a stated cost goes stale in silence, so say in the resource's name what it is.

kind "custom.cost" {
  title    = "Stated cost"
  title_ja = "手入力の費用"
  aliases  = ["Other cost", "Licence", "License", "Contract"]
  service  = "Stated"
  region   = "global"

  input "monthly" {
    type    = number
    unit    = "USD"
    role    = "size"
    default = null
    min     = 0
    about   = "USD a month, whatever the schedule"
  }
  input "hourly" {
    type      = number
    unit      = "USD"
    role      = "size"
    default   = null
    min       = 0
    over_time = true
    about     = "USD for each hour in which the system is on"
  }

  check "stated" {
    condition = monthly != null || hourly != null
    message   = "state a monthly or an hourly cost"
  }

  meter "monthly" {
    title      = "stated, by the month"
    when       = monthly != null
    usage_type = "monthly"
    unit       = "USD"
    monthly    = monthly
  }
  meter "hourly" {
    title      = "stated, by the hour"
    when       = hourly != null
    usage_type = "hourly"
    unit       = "USD"
    hourly     = hourly
    off_hours  = "stops"
  }

  example "120 a month" {
    region = "global"
    cost   = "120.00"
    source = "stated: 1 USD is 1 USD, 2026-10-25"
    inputs { monthly = 120 }
  }
  example "half a dollar an hour and 10 a month" {
    region = "global"
    cost   = "375.00"           # 10; 730 × 0.50 = 365.00
    source = "stated: 1 USD is 1 USD, 2026-10-25"
    inputs {
      monthly = 10
      hourly  = "0.50"
    }
  }
}
