# Datadog bills logs twice: each GB that is taken in, and each million events that
# are indexed, by how long they can be searched. The trap: taking in is the small
# part, indexing is the bill; what goes over the commitment is half as dear again;
# filters before the index save, shorter messages do not.

kind "datadog.logs" {
  title    = "Datadog logs"
  title_ja = "Datadog ログ"
  aliases  = ["Datadog Log Management", "Datadog"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list prices; a GB is Datadog's own. Flex Logs, archives' rehydration and sensitive data scanning are not priced."

  input "ingested" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Log data sent in a month, uncompressed"
  }
  input "indexed" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Log events indexed in a month, after exclusion filters"
  }
  input "retention" {
    type    = number
    unit    = "days"
    role    = "size"
    default = 15
    one_of  = [3, 7, 15, 30]
    about   = "Days for which indexed events can be searched"
  }
  input "term" {
    type    = text
    role    = "size"
    default = "annual"
    one_of  = ["annual", "monthly", "on-demand"]
    about   = "Commitment by the year, by the month, or none"
  }

  meter "ingested" {
    title      = "ingestion"
    usage_type = "logs-ingested"
    unit       = "GB"
    monthly    = ingested
  }
  meter "indexed" {
    title      = "indexed events, 15 days"
    when       = retention == 15
    usage_type = "logs-indexed-15d"
    operation  = "${term}"
    unit       = "million-events"
    monthly    = indexed / 1000000
  }
  meter "indexed_other" {
    title      = "indexed events"
    when       = retention != 15
    usage_type = "logs-indexed-${retention}d"
    operation  = "${term}"
    unit       = "million-events"
    monthly    = indexed / 1000000
  }

  example "100 GB and ten million events" {
    region = "global"
    cost   = "27.00"            # 100 × 0.10 = 10.00; 10 × 1.70 = 17.00
    source = "datadoghq.com/pricing, US1, as read 2026-09-20"
    inputs {
      ingested = "100 GB"
      indexed  = "10M"
    }
  }
  example "ten million events on demand" {
    region = "global"
    cost   = "25.50"            # 10 × 2.55
    source = "Datadog docs and datadoghq.com/pricing/list, US1, 2024: on demand is half as dear again"
    inputs {
      indexed = "10M"
      term    = "on-demand"
    }
  }
  example "ten million events for a week" {
    region = "global"
    cost   = "12.70"            # 10 × 1.27
    source = "datadoghq.com/pricing/list, US1, 2026-01"
    inputs {
      indexed   = "10M"
      retention = "7 days"
    }
  }

  terraform "datadog_logs_index" {
    inputs {
      ingested  = usage.monthly_ingested_gb
      indexed   = usage.monthly_indexed_events
      retention = self.retention_days
    }
  }
}
