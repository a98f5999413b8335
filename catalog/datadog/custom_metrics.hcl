# Datadog bills custom metrics by the hundred, averaged over the month, beyond what
# the hosts bring with them. The trap: one metric with ten hosts, five endpoints and
# three status codes is 150; tags multiply; on Fargate there are no hosts and so no
# allotment.

kind "datadog.custom_metrics" {
  title    = "Datadog custom metrics"
  title_ja = "Datadog カスタムメトリクス"
  aliases  = ["Datadog metrics", "Datadog"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list price, term not stated. Allotments are pooled over the account: give all hosts to one resource."

  input "metrics" {
    type      = number
    unit      = "metrics"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Distinct combinations of name, tags and host in an hour, while the system is on; indexed"
  }
  input "ingested" {
    type      = number
    unit      = "metrics"
    role      = "size"
    default   = null
    min       = 0
    over_time = true
    about     = "Metrics sent, with Metrics without Limits, where more are sent than indexed"
  }
  input "pro_hosts" {
    type    = number
    unit    = "hosts"
    role    = "size"
    default = 0
    min     = 0
    about   = "Pro hosts of the account; each brings 100 metrics"
  }
  input "enterprise_hosts" {
    type    = number
    unit    = "hosts"
    role    = "size"
    default = 0
    min     = 0
    about   = "Enterprise hosts of the account; each brings 200 metrics"
  }
  input "functions" {
    type    = number
    unit    = "functions"
    role    = "size"
    default = 0
    min     = 0
    about   = "Serverless functions and app instances of the account; each brings 5 metrics"
  }

  meter "metrics" {
    title      = "indexed custom metrics"
    usage_type = "custom-metrics-100"
    unit       = "hundred-metrics"
    hourly     = metrics / 100
    averaged   = true
    off_hours  = "stops"
    included   = pro_hosts + 2 * enterprise_hosts + functions / 20
  }
  meter "ingested" {
    title      = "ingested custom metrics"
    when       = ingested != null
    usage_type = "custom-metrics-ingested-100"
    unit       = "hundred-metrics"
    hourly     = ingested / 100
    averaged   = true
    off_hours  = "stops"
    included   = pro_hosts + 2 * enterprise_hosts
  }

  example "700 metrics with two Pro hosts" {
    region = "global"
    cost   = "25.00"            # (700 − 2 × 100) / 100 × 5.00
    source = "Datadog docs, allotments; datadoghq.com/pricing/list, US1, 2026-03"
    inputs {
      metrics   = 700
      pro_hosts = 2
    }
  }
  example "300 metrics with two Enterprise hosts" {
    region = "global"
    cost   = "0"                # 2 × 200 are more than 300
    source = "Datadog docs, allotments; datadoghq.com/pricing/list, US1, 2026-03"
    inputs {
      metrics          = 300
      enterprise_hosts = 2
    }
  }
  example "500 metrics on Fargate" {
    region = "global"
    cost   = "25.00"            # 500 / 100 × 5.00, no hosts and no allotment
    source = "datadoghq.com/pricing/list, US1, 2026-03"
    inputs { metrics = 500 }
  }

  # Metrics made of logs, spans and sessions are custom metrics.
  terraform "datadog_logs_metric" {
    inputs { metrics = usage.metrics }
  }
  terraform "datadog_spans_metric" {
    inputs { metrics = usage.metrics }
  }
  terraform "datadog_rum_metric" {
    inputs { metrics = usage.metrics }
  }
}
