# The free allowances that never end, each over a named set of usage types. AWS
# gives them once per payer (or per region where it says so), not per account,
# system or environment; offers that end after twelve months are not here.
# Members stand in the order in which they are served and without the prefix of a
# region; a pool applies to charges of its own service only.

pool "cloudfront" {
  title      = "CloudFront: 1,024 GB to viewers"
  free       = 1024
  unit       = "GB"
  scope      = "payer"
  ladder     = "inside" # described as 1 TB free, then the next 9 TB: unconfirmed by AWS's page
  service    = "AmazonCloudFront"
  usage_type = "Global-DataTransfer-Out-Bytes"
  members = [
    "JP-DataTransfer-Out-Bytes",
    "US-DataTransfer-Out-Bytes",
    "EU-DataTransfer-Out-Bytes",
    "AP-DataTransfer-Out-Bytes",
    "AU-DataTransfer-Out-Bytes",
    "IN-DataTransfer-Out-Bytes",
    "SA-DataTransfer-Out-Bytes",
    "CA-DataTransfer-Out-Bytes",
    "ME-DataTransfer-Out-Bytes",
    "ZA-DataTransfer-Out-Bytes",
  ]
  source = "AWS calculator feed, Global-DataTransfer-Out-Bytes 0 to 1,024 GB at 0, 2025-07-01; ladder: dev.classmethod.jp CloudFront-pricing-diagram, 2025-06"
}

pool "cloudfront-requests" {
  title      = "CloudFront: 10 M requests, HTTP and HTTPS"
  free       = 10000000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudFront"
  usage_type = "Global-Requests-Tier1"
  members    = ["*-Requests-Tier2-HTTPS", "*-Requests-Tier1"]
  source     = "wring.co/blog/aws-cloudfront-pricing-guide, 2026; the name of the free line is not confirmed"
}

pool "cloudfront-functions" {
  title      = "CloudFront Functions: 2 M invocations"
  free       = 2000000
  unit       = "invocations"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudFront"
  usage_type = "Executions-CloudFrontFunctions"
  members    = ["Executions-CloudFrontFunctions"]
  source     = "AWS price list, AmazonCloudFront, paid from 2,000,000 on, 2026-09-16; AWS Billing guide, free tier usage types"
}

pool "internet" {
  title      = "Data to the internet: 100 GB over all regions"
  free       = 100
  unit       = "GB"
  scope      = "payer"
  ladder     = "before" # the first paid 10 TB lie beyond the global free tier
  service    = "AWSDataTransfer"
  usage_type = "Global-DataTransfer-Out-Bytes"
  members    = ["DataTransfer-Out-Bytes"]
  source     = "AWS price list, AWSDataTransfer, Global-DataTransfer-Out-Bytes, 2026-09; awsnegotiations.com/internet-egress-free-tier-guide, 2026"
}

pool "lambda-requests" {
  title      = "Lambda: 1 M requests"
  free       = 1000000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before"
  service    = "AWSLambda"
  usage_type = "Global-Request"
  members    = ["Request", "Request-ARM"]
  source     = "AWS Billing guide, free tier usage types; awsglossary.org/terms/free-tier, 2026-03"
}

pool "lambda-compute" {
  title      = "Lambda: 400,000 GB-seconds"
  free       = 400000
  unit       = "GB-seconds"
  scope      = "payer"
  ladder     = "before"
  service    = "AWSLambda"
  usage_type = "Global-Lambda-GB-Second"
  members    = ["Lambda-GB-Second", "Lambda-GB-Second-ARM"]
  source     = "AWS Billing guide, free tier usage types; awsglossary.org/terms/free-tier, 2025-12"
}

pool "cloudwatch-metrics" {
  title      = "CloudWatch: 10 custom or detailed metrics"
  free       = 10
  unit       = "metrics"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudWatch"
  usage_type = "Global-CW:MetricMonitorUsage"
  members    = ["CW:MetricMonitorUsage"]
  source     = "aws.amazon.com/cloudwatch/pricing, stored official page, 2024-2026"
}

pool "cloudwatch-alarms" {
  title      = "CloudWatch: 10 standard alarm metrics"
  free       = 10
  unit       = "alarms"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudWatch"
  usage_type = "Global-CW:AlarmMonitorUsage"
  members    = ["CW:AlarmMonitorUsage"]
  source     = "aws.amazon.com/cloudwatch/pricing, stored official page, 2024-2026"
}

pool "cloudwatch-dashboards" {
  title      = "CloudWatch: 3 dashboards of up to 50 metrics"
  free       = 3
  unit       = "dashboards"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudWatch"
  usage_type = "Global-DashboardsUsageHour-Basic"
  members    = ["DashboardsUsageHour-Basic"]
  source     = "AWS calculator feed, Global-DashboardsUsageHour-Basic 0 to 3 at 0, 2025-09-23"
}

pool "cloudwatch-api" {
  title      = "CloudWatch: 1 M API requests"
  free       = 1000000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before" # GetMetricData, GetMetricWidgetImage and GetInsightRuleReport are never free
  service    = "AmazonCloudWatch"
  usage_type = "Global-CW:Requests"
  members    = ["CW:Requests"]
  source     = "AWS price list, AmazonCloudWatch, Global-CW:Requests 0 to 1,000,000 at 0, 2026-10-13"
}

# One allowance for ingestion, storage and Logs Insights, spent in that order: a
# stated rule, because AWS does not say one. Standard class only.
pool "cloudwatch-logs" {
  title      = "CloudWatch Logs: 5 GB"
  free       = 5
  unit       = "GB"
  units      = ["GB", "GB-months"]
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonCloudWatch"
  usage_type = "Global-DataProcessing-Bytes"
  members    = ["DataProcessing-Bytes", "TimedStorage-ByteHrs", "DataScanned-Bytes"]
  source     = "aws.amazon.com/cloudwatch/pricing, stored official page, 2024-2026"
}

pool "kms" {
  title      = "KMS: 20,000 requests"
  free       = 20000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before"
  service    = "awskms"
  usage_type = "Global-KMS-Requests"
  members    = ["KMS-Requests"]
  source     = "AWS calculator feed, paid from 20,000 on, 2025-08-28; cloudburn.io/blog/aws-kms-pricing, 2026-03-14"
}

pool "sns" {
  title      = "SNS: 1 M publishes"
  free       = 1000000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before"
  service    = "AmazonSNS"
  usage_type = "Requests-Tier1"
  members    = ["Requests-Tier1"]
  source     = "AWS calculator feed, paid from 1,000,000 on, 2025-08-28; AWS Billing guide, free tier usage types"
}

pool "sqs" {
  title      = "SQS: 1 M requests"
  free       = 1000000
  unit       = "requests"
  scope      = "payer"
  ladder     = "before"
  service    = "AWSQueueService"
  usage_type = "Global-Requests"
  members    = ["Requests-Tier1", "Requests-FIFO-Tier1"]
  source     = "AWS Billing guide, free tier usage types; awsglossary.org/terms/free-tier, 2025"
}

pool "scheduler" {
  title      = "EventBridge Scheduler: 14 M invocations"
  free       = 14000000
  unit       = "invocations"
  scope      = "payer"
  ladder     = "before"
  service    = "AWSEvents"
  usage_type = "ScheduledInvocation"
  members    = ["ScheduledInvocation"]
  source     = "AWS price list, AWSEvents, paid from 14,000,000 on, 2026-09-24"
}

pool "dynamodb-storage" {
  title      = "DynamoDB: 25 GB in each region"
  free       = 25
  unit       = "GB-months"
  scope      = "region"
  ladder     = "before"
  service    = "AmazonDynamoDB"
  usage_type = "TimedStorage-ByteHrs"
  members    = ["TimedStorage-ByteHrs"]
  source     = "AWS calculator feed, the first 25 GB of each region at 0, 2025-08-28"
}
