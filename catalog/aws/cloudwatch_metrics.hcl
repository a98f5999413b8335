# CloudWatch bills each custom metric by the hour in which it gets data, on a
# ladder over all metrics of a region, and some API requests. The trap: a metric
# is a name with one combination of dimensions, so ten names over fifty hosts are
# five hundred metrics; detailed monitoring of an instance is seven; and a
# dashboard tool that polls with GetMetricData pays for every metric it asks for.

kind "aws.cloudwatch_metrics" {
  title    = "CloudWatch custom metrics"
  title_ja = "CloudWatch カスタムメトリクス"
  aliases  = ["CloudWatch metrics", "Custom metrics", "Detailed monitoring"]
  service  = "AmazonCloudWatch"
  note     = "The metrics that AWS services send themselves are free; Container Insights is aws.container_insights."

  input "metrics" {
    type      = number
    unit      = "metrics"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Custom and detailed-monitoring metrics that get data while the system is on"
  }
  input "get_metric_data" {
    type  = number
    unit  = "metrics"
    role  = "usage"
    min   = 0
    about = "Metrics asked for with GetMetricData in a month; never free"
  }
  input "api_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "PutMetricData, ListMetrics, GetMetricStatistics and other API requests in a month"
  }
  input "stream_updates" {
    type    = number
    unit    = "updates"
    role    = "size"
    default = null
    min     = 0
    about   = "Updates that a metric stream sends in a month, if there is one: one for each metric and minute"
  }

  # The price is for a month, and a metric is billed for the hours with data.
  meter "metrics" {
    title      = "custom metrics"
    usage_type = "CW:MetricMonitorUsage"
    operation  = "MetricStorage"
    unit       = "metrics"
    hourly     = metrics
    averaged   = true
    off_hours  = "stops"
  }
  meter "get_metric_data" {
    title      = "metrics read with GetMetricData"
    usage_type = "CW:GMD-Metrics"
    operation  = "GetMetricData"
    unit       = "metrics"
    monthly    = get_metric_data
  }
  meter "api_requests" {
    title      = "API requests"
    usage_type = "CW:Requests"
    unit       = "requests"
    monthly    = api_requests
  }
  meter "stream_updates" {
    title      = "metric stream"
    when       = stream_updates != null
    usage_type = "CW:MetricStreamUsage"
    unit       = "updates"
    monthly    = stream_updates
  }

  example "a hundred metrics" {
    region = "ap-northeast-1"
    cost   = "30.00"            # 100 × 0.30
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs { metrics = 100 }
  }
  example "over the first edge of the ladder" {
    region = "ap-northeast-1"
    cost   = "3200.00"          # 10,000 × 0.30 = 3,000; 2,000 × 0.10 = 200
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs { metrics = 12000 }
  }
  example "a tool that polls, and a stream" {
    region = "ap-northeast-1"
    cost   = "63.00"            # 100 × 0.30 = 30; 2,000,000 × 0.00001 = 20; 1,000,000 × 0.00001 = 10; 1,000,000 × 0.000003 = 3
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs {
      metrics         = 100
      get_metric_data = "2M"
      api_requests    = "1M"
      stream_updates  = "1M"
    }
  }
}
