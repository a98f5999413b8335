# Datadog bills APM by the host, and spans beyond what hosts and Fargate tasks bring:
# 150 GB and a million indexed spans a month for a host, 10 GB and 65,000 for a task.
# The trap: APM needs the infrastructure price as well, and a retention filter that
# keeps everything makes spans the larger part.

kind "datadog.apm" {
  title    = "Datadog APM"
  title_ja = "Datadog APM"
  aliases  = ["Datadog APM hosts", "Datadog traces", "Datadog"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list prices. For APM editions and spans; a plain APM host can as well be `apm` at datadog.host, a task at datadog.fargate: count each once. Allotments are pooled over the account."

  locals {
    suffix = { base = "", pro = "-pro", enterprise = "-enterprise" }
  }

  input "hosts" {
    type  = number
    unit  = "hosts"
    role  = "size"
    min   = 0
    about = "APM hosts in the 99th percentile hour of the month"
  }
  input "edition" {
    type    = text
    role    = "size"
    default = "base"
    one_of  = ["base", "pro", "enterprise"]
    about   = "APM, APM Pro (with Data Streams Monitoring) or APM Enterprise (with the profiler)"
  }
  input "devsecops" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is the DevSecOps bundle, with vulnerability analysis"
  }
  input "term" {
    type    = text
    role    = "size"
    default = "annual"
    one_of  = ["annual", "monthly", "on-demand"]
    about   = "Commitment by the year, by the month, or none; on demand is by the host-hour"
  }
  input "fargate_tasks" {
    type    = number
    unit    = "tasks"
    role    = "size"
    default = 0
    min     = 0
    about   = "Fargate tasks with APM, for what they bring; they are priced at datadog.fargate"
  }
  input "ingested_spans" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Span data sent in a month"
  }
  input "indexed_spans" {
    type  = number
    unit  = "spans"
    role  = "usage"
    min   = 0
    about = "Spans that retention filters keep in a month"
  }
  input "retention" {
    type    = number
    unit    = "days"
    role    = "size"
    default = 15
    one_of  = [3, 7, 15]
    about   = "Days for which indexed spans are kept; what hosts bring is for 15 days"
  }

  meter "hosts" {
    title      = "APM hosts"
    when       = hosts > 0 && term != "on-demand"
    usage_type = devsecops ? "apm-devsecops-host${local.suffix[edition]}" : "apm-host${local.suffix[edition]}"
    operation  = "${term}"
    unit       = "hosts"
    monthly    = hosts
  }
  meter "host_hours" {
    title      = "APM host hours, on demand"
    when       = hosts > 0 && term == "on-demand"
    usage_type = devsecops ? "apm-devsecops-host${local.suffix[edition]}-hours" : "apm-host${local.suffix[edition]}-hours"
    operation  = "on-demand"
    unit       = "hours"
    hourly     = hosts
    off_hours  = "stops"
  }
  meter "ingested_spans" {
    title      = "ingested spans"
    usage_type = "ingested-spans"
    unit       = "GB"
    monthly    = ingested_spans
    included   = 150 * hosts + 10 * fargate_tasks
  }
  meter "indexed_spans" {
    title      = "indexed spans, 15 days"
    when       = retention == 15 && term != "on-demand"
    usage_type = "indexed-spans-15d"
    operation  = "${term}"
    unit       = "million-spans"
    monthly    = indexed_spans / 1000000
    included   = hosts + 0.065 * fargate_tasks
  }
  meter "indexed_spans_other" {
    title      = "indexed spans"
    when       = retention != 15 || term == "on-demand"
    usage_type = "indexed-spans-${retention}d"
    operation  = "${term}"
    unit       = "million-spans"
    monthly    = indexed_spans / 1000000
  }

  example "five hosts, 30 million spans and 900 GB" {
    region = "global"
    cost   = "212.50"           # 5 × 31 = 155; (30 − 5) × 1.70 = 42.50; (900 − 750) × 0.10 = 15.00: Datadog's own example
    source = "Datadog docs, APM billing, 2026-01"
    inputs {
      hosts          = 5
      indexed_spans  = "30M"
      ingested_spans = "900 GB"
    }
  }
  example "five hosts and 20 million spans beside twenty Fargate tasks" {
    region = "global"
    cost   = "178.29"           # 5 × 31 = 155; (20 − 5 − 20 × 0.065) = 13.7 × 1.70 = 23.29; Datadog's own example is 218.29 with 20 × 2.00 for the tasks
    source = "Datadog docs, APM billing, 2026-01"
    inputs {
      hosts         = 5
      fargate_tasks = 20
      indexed_spans = "20M"
    }
  }
  example "two hosts of APM Enterprise by the month" {
    region = "global"
    cost   = "96.00"            # 2 × 48.00
    source = "datadoghq.com/pricing/list, US1, 2025-12"
    inputs {
      hosts   = 2
      edition = "enterprise"
      term    = "monthly"
    }
  }
  example "one host of APM DevSecOps on demand" {
    region = "global"
    cost   = "52.56"            # 730 × 0.072
    source = "datadoghq.com/pricing/list, US1, 2025-12"
    inputs {
      hosts     = 1
      devsecops = true
      term      = "on-demand"
    }
  }
}
