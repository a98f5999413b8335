# CloudHSM bills each HSM by the hour from its creation to its deletion. The
# trap: there is no stop, and a cluster for production needs two HSMs in two
# zones.

kind "aws.cloudhsm" {
  title    = "CloudHSM"
  title_ja = "CloudHSM"
  aliases  = ["CloudHSM", "HSM"]
  service  = "CloudHSM"
  live     = ["cloudhsm:cluster"]

  input "hsms" {
    type      = number
    unit      = "HSMs"
    role      = "size"
    default   = 1
    over_time = true
    min       = 0
    about     = "HSMs of the cluster"
  }
  input "hours" {
    type    = number
    unit    = "hours"
    role    = "size"
    default = null
    min     = 0
    about   = "Hours of the month that one HSM exists, if not all"
  }

  meter "hsms" {
    title      = "HSMs"
    when       = hours == null
    usage_type = "CloudHSMv2Usage"
    unit       = "hours"
    hourly     = hsms
    off_hours  = "stays"
  }
  meter "hsms_part" {
    title      = "HSMs for part of the month"
    when       = hours != null
    usage_type = "CloudHSMv2Usage"
    unit       = "hours"
    monthly    = hsms * hours
  }

  terraform "aws_cloudhsm_v2_hsm" {
    inputs {
      hours = usage.monthly_hrs
    }
  }

  example "two HSMs" {
    region = "us-east-1"
    cost   = "2336.00"           # 2 × 730 × 1.60
    source = "AWS CloudHSM pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { hsms = 2 }
  }
  example "one for 100 hours" {
    region = "us-east-1"
    cost   = "160.00"            # 100 × 1.60
    source = "AWS CloudHSM pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { hours = 100 }
  }
}
