# CloudTrail delivers one copy of management events for nothing. It bills
# further copies, data events and the events that Insights analyses, each by
# 100,000. The trap: a second trail of an organisation is a further copy of
# everything, and data events of busy buckets are soon the larger part.

kind "aws.cloudtrail" {
  title    = "CloudTrail"
  title_ja = "CloudTrail"
  aliases  = ["CloudTrail", "Trail"]
  service  = "AWSCloudTrail"
  live     = ["cloudtrail:trail"]

  input "copies" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Management events of second and further copies in a month"
  }
  input "data_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Data events recorded in a month"
  }
  input "insights" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether Insights analyses the trail"
  }
  input "insights_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Management events that Insights analyses in a month"
  }

  meter "copies" {
    title      = "further copies of management events"
    usage_type = "PaidEventsRecorded"
    unit       = "events"
    monthly    = copies
  }
  meter "data_events" {
    title      = "data events"
    usage_type = "DataEventsRecorded"
    unit       = "events"
    monthly    = data_events
  }
  meter "insights_events" {
    title      = "events analysed by Insights"
    when       = insights
    usage_type = "InsightsEvents"
    unit       = "events"
    monthly    = insights_events
  }

  terraform "aws_cloudtrail" {
    inputs {
      copies          = usage.monthly_additional_management_events
      data_events     = usage.monthly_data_events
      insights        = length(targets(self.insight_selector)) > 0
      insights_events = usage.monthly_insight_events
    }
  }

  example "copies, data and insights" {
    region = "us-east-1"
    cost   = "3.25"              # 100,000 × 0.00002 = 2.00; 200,000 × 0.000001 = 0.20; 300,000 × 0.0000035 = 1.05
    source = "AWS CloudTrail pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      copies          = 100000
      data_events     = 200000
      insights        = true
      insights_events = 300000
    }
  }
}
