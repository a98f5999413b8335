# CloudWatch bills each dashboard by the month, wherever its metrics are. The trap:
# the three free ones are per payer and only with up to fifty metrics each;
# automatic dashboards of AWS services cost nothing.

kind "aws.cloudwatch_dashboards" {
  title    = "CloudWatch dashboards"
  title_ja = "CloudWatch ダッシュボード"
  aliases  = ["CloudWatch dashboard", "Dashboards"]
  service  = "AmazonCloudWatch"
  region   = "global"

  input "dashboards" {
    type  = number
    unit  = "dashboards"
    role  = "size"
    min   = 0
    about = "Custom dashboards with up to 50 metrics each"
  }
  input "large" {
    type    = number
    unit    = "dashboards"
    role    = "size"
    default = 0
    min     = 0
    about   = "Custom dashboards with more than 50 metrics, which no free allowance covers"
  }

  meter "dashboards" {
    title      = "dashboards"
    when       = dashboards > 0
    usage_type = "DashboardsUsageHour-Basic"
    unit       = "dashboards"
    monthly    = dashboards
  }
  meter "large" {
    title      = "dashboards with more than 50 metrics"
    when       = large > 0
    usage_type = "DashboardsUsageHour"
    unit       = "dashboards"
    monthly    = large
  }

  terraform "aws_cloudwatch_dashboard" {
    inputs {
      dashboards = 1
    }
  }

  example "five dashboards" {
    region = "global"
    cost   = "15.00"            # 5 × 3.00
    source = "AWS price list, AmazonCloudWatch, global, 2025-09-23"
    inputs { dashboards = 5 }
  }
  example "one of each" {
    region = "global"
    cost   = "6.00"             # 1 × 3.00; 1 × 3.00
    source = "AWS price list, AmazonCloudWatch, global, 2025-09-23"
    inputs {
      dashboards = 1
      large      = 1
    }
  }
}
