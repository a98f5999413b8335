# CloudWatch bills an alarm by the metrics it watches, not by the alarm; a
# high-resolution metric costs three times a standard one, a composite alarm five
# times. The trap: the first ten standard alarm metrics are free once per payer,
# not per account or per system.

kind "aws.cloudwatch_alarms" {
  title    = "CloudWatch alarms"
  title_ja = "CloudWatch アラーム"
  aliases  = ["CloudWatch alarm", "Alarms"]
  service  = "AmazonCloudWatch"
  live     = ["cloudwatch:alarm"]

  input "metrics" {
    type  = number
    unit  = "metrics"
    role  = "size"
    min   = 0
    about = "Alarm metrics at standard resolution; a plain alarm has one"
  }
  input "high_resolution" {
    type    = number
    unit    = "metrics"
    role    = "size"
    default = 0
    min     = 0
    about   = "Alarm metrics with a period of 10 or 30 seconds"
  }
  input "composite" {
    type    = number
    unit    = "alarms"
    role    = "size"
    default = 0
    min     = 0
    about   = "Composite alarms"
  }

  meter "metrics" {
    title      = "alarm metrics"
    when       = metrics > 0
    usage_type = "CW:AlarmMonitorUsage"
    unit       = "alarms"
    monthly    = metrics
  }
  meter "high_resolution" {
    title      = "high-resolution alarm metrics"
    when       = high_resolution > 0
    usage_type = "CW:HighResAlarmMonitorUsage"
    unit       = "alarms"
    monthly    = high_resolution
  }
  meter "composite" {
    title      = "composite alarms"
    when       = composite > 0
    usage_type = "CW:CompositeAlarmMonitorUsage"
    unit       = "alarms"
    monthly    = composite
  }

  terraform "aws_cloudwatch_metric_alarm" {
    when = coalesce(self.period, 60) >= 60
    inputs {
      metrics = max(1, length([for query in targets(self.metric_query) : query if length(try(query.metric, [])) > 0]))
    }
  }
  terraform "aws_cloudwatch_metric_alarm" {
    inputs {
      metrics         = 0
      high_resolution = 1
    }
  }
  terraform "aws_cloudwatch_composite_alarm" {
    inputs {
      metrics   = 0
      composite = 1
    }
  }

  example "ten alarms" {
    region = "ap-northeast-1"
    cost   = "1.00"             # 10 × 0.10
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2026-09-22"
    inputs { metrics = 10 }
  }
  example "one of each kind" {
    region = "ap-northeast-1"
    cost   = "0.90"             # 1 × 0.10; 1 × 0.30; 1 × 0.50
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs {
      metrics         = 1
      high_resolution = 1
      composite       = 1
    }
  }
}
