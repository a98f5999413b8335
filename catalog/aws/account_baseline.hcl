# What an account costs before anything runs in it: Config, CloudTrail, GuardDuty,
# Security Hub and Inspector bill what they record, analyse and check. The trap:
# they are in no table and are often 5 to 15 % of a small account; Config's items
# rise with every task that a schedule stops and starts; the first copy of
# CloudTrail's management events is free, a second trail is not.

kind "aws.account_baseline" {
  title    = "Account baseline"
  title_ja = "アカウントのベースライン"
  aliases  = ["Config", "AWS Config", "GuardDuty", "CloudTrail", "Security Hub", "Inspector", "Security baseline"]
  service  = "AWSConfig"
  live     = ["config:config-rule", "cloudtrail:trail", "guardduty:detector", "securityhub:hub"]
  note     = "A service that is not used is stated as 0; what nobody stated is listed and never counted as 0."

  input "config_items" {
    type  = number
    unit  = "items"
    role  = "usage"
    min   = 0
    about = "Configuration items that Config records in a month; starting and stopping a task makes several"
  }
  input "config_evaluations" {
    type  = number
    unit  = "evaluations"
    role  = "usage"
    min   = 0
    about = "Evaluations of Config rules in a month"
  }
  input "management_event_copies" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "CloudTrail management events that a second or later trail delivers in a month; the first copy is free"
  }
  input "data_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "CloudTrail data events (S3 objects, Lambda invocations …) in a month"
  }
  input "guardduty_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "CloudTrail management events that GuardDuty analyses in a month"
  }
  input "guardduty_logs" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "VPC flow and DNS logs that GuardDuty analyses in a month"
  }
  input "guardduty_s3_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "S3 data events that GuardDuty analyses in a month, with S3 protection on"
  }
  input "security_hub_checks" {
    type  = number
    unit  = "checks"
    role  = "usage"
    min   = 0
    about = "Security checks of Security Hub in a month"
  }
  input "security_hub_findings" {
    type  = number
    unit  = "findings"
    role  = "usage"
    min   = 0
    about = "Findings of other products that Security Hub takes in during a month"
  }
  input "inspector_instances" {
    type      = number
    unit      = "instances"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "EC2 instances that Inspector scans, on average while they are on"
  }
  input "inspector_functions" {
    type  = number
    unit  = "functions"
    role  = "usage"
    min   = 0
    about = "Lambda functions that Inspector scans, on average over the month"
  }
  input "inspector_images" {
    type  = number
    unit  = "images"
    role  = "usage"
    min   = 0
    about = "Container images that Inspector scans for the first time in a month"
  }
  input "inspector_rescans" {
    type  = number
    unit  = "scans"
    role  = "usage"
    min   = 0
    about = "Scans of the same images again in a month"
  }

  meter "config_items" {
    title      = "Config: configuration items"
    usage_type = "ConfigurationItemRecorded"
    unit       = "items"
    monthly    = config_items
  }
  meter "config_evaluations" {
    title      = "Config: rule evaluations"
    usage_type = "ConfigRuleEvaluations"
    unit       = "evaluations"
    monthly    = config_evaluations
  }
  meter "management_event_copies" {
    title      = "CloudTrail: further copies of management events"
    service    = "AWSCloudTrail"
    usage_type = "PaidEventsRecorded"
    unit       = "events"
    monthly    = management_event_copies
  }
  meter "data_events" {
    title      = "CloudTrail: data events"
    service    = "AWSCloudTrail"
    usage_type = "DataEventsRecorded"
    unit       = "events"
    monthly    = data_events
  }
  meter "guardduty_events" {
    title      = "GuardDuty: management events"
    service    = "AmazonGuardDuty"
    usage_type = "PaidEventsAnalyzed"
    unit       = "events"
    monthly    = guardduty_events
  }
  meter "guardduty_logs" {
    title      = "GuardDuty: flow and DNS logs"
    service    = "AmazonGuardDuty"
    usage_type = "PaidEventsAnalyzed-Bytes"
    unit       = "GB"
    monthly    = guardduty_logs
  }
  meter "guardduty_s3_events" {
    title      = "GuardDuty: S3 data events"
    service    = "AmazonGuardDuty"
    usage_type = "PaidS3DataEventsAnalyzed"
    unit       = "events"
    monthly    = guardduty_s3_events
  }
  meter "security_hub_checks" {
    title      = "Security Hub: security checks"
    service    = "AWSSecurityHub"
    usage_type = "PaidComplianceCheck"
    unit       = "checks"
    monthly    = security_hub_checks
  }
  meter "security_hub_findings" {
    title      = "Security Hub: findings taken in"
    service    = "AWSSecurityHub"
    usage_type = "OtherProduct:PaidFindingsIngestion"
    unit       = "findings"
    monthly    = security_hub_findings
  }
  meter "inspector_instances" {
    title      = "Inspector: instance hours"
    service    = "AmazonInspectorV2"
    usage_type = "EC2-Scanning"
    unit       = "hours"
    hourly     = inspector_instances
    off_hours  = "stops"
  }
  meter "inspector_functions" {
    title      = "Inspector: function hours"
    service    = "AmazonInspectorV2"
    usage_type = "Lambda-Standard-Scanning"
    unit       = "hours"
    hourly     = inspector_functions
    off_hours  = "stays"
  }
  meter "inspector_images" {
    title      = "Inspector: first image scans"
    service    = "AmazonInspectorV2"
    usage_type = "container-image-initial-scan"
    unit       = "scans"
    monthly    = inspector_images
  }
  meter "inspector_rescans" {
    title      = "Inspector: image scans again"
    service    = "AmazonInspectorV2"
    usage_type = "container-image-re-scan"
    unit       = "scans"
    monthly    = inspector_rescans
  }

  example "an account whose use nobody stated" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS pricing pages of Config, CloudTrail, GuardDuty, Security Hub and Inspector, 2026: no fixed charge; everything is listed as depending on usage"
  }
}
