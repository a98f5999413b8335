# EventBridge Scheduler bills each invocation of a target. The trap: retries count;
# the fourteen million free ones a month are once per payer, and few systems need
# more, so what the target does is the cost.

kind "aws.scheduler" {
  title    = "EventBridge Scheduler"
  title_ja = "EventBridge Scheduler"
  aliases  = ["Scheduler", "EventBridge schedule", "Schedules"]
  service  = "AWSEvents"
  live     = ["scheduler:schedule-group"]

  input "invocations" {
    type  = number
    unit  = "invocations"
    role  = "usage"
    min   = 0
    about = "Invocations of targets in a month, retries included; every five minutes is 8,760"
  }

  meter "invocations" {
    title      = "invocations"
    usage_type = "ScheduledInvocation"
    unit       = "invocations"
    monthly    = invocations
  }

  terraform "aws_scheduler_schedule" {
    inputs {
      invocations = null
    }
  }

  example "twenty million invocations" {
    region = "ap-northeast-1"
    cost   = "25.00"            # 20,000,000 × 0.00000125
    source = "AWS price list, AWSEvents, ap-northeast-1, 2026-09-24"
    inputs { invocations = "20M" }
  }
  example "twenty million invocations in Virginia" {
    region = "us-east-1"
    cost   = "20.00"            # 20,000,000 × 0.000001
    source = "AWS price list, AWSEvents, us-east-1, 2026-09-24"
    inputs { invocations = "20M" }
  }
}
