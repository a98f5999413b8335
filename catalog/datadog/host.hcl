# Datadog bills hosts by their high-water mark: the hourly host counts of the
# month without the top 1 %, and the largest that is left. The trap: switching
# hosts off at night saves nothing, APM is a second price on the same host, and a
# commitment by the year is 17 % cheaper than by the month.

kind "datadog.host" {
  title    = "Datadog hosts"
  title_ja = "Datadog ホスト"
  aliases  = ["Datadog host", "Datadog", "Datadog Infrastructure"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list prices; Datadog's price page has one list per site and that of AP1 was not found."

  input "hosts" {
    type  = number
    unit  = "hosts"
    role  = "size"
    min   = 0
    about = "Hosts in the 99th percentile hour of the month; Fargate tasks are datadog.fargate"
  }
  input "edition" {
    type    = text
    role    = "size"
    default = "pro"
    one_of  = ["pro", "enterprise"]
    about   = "Edition of Infrastructure Monitoring"
  }
  input "term" {
    type    = text
    role    = "size"
    default = "annual"
    one_of  = ["annual", "monthly", "on-demand"]
    about   = "Commitment by the year, by the month, or none"
  }
  input "apm" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether APM runs on the hosts"
  }

  meter "hosts" {
    title      = "infrastructure hosts"
    usage_type = "infra-host-${edition}"
    operation  = "${term}"
    unit       = "hosts"
    monthly    = hosts
  }
  meter "apm" {
    title      = "APM hosts"
    when       = apm && term != "on-demand"
    usage_type = "apm-host"
    operation  = "${term}"
    unit       = "hosts"
    monthly    = hosts
  }
  meter "apm_on_demand" {
    title      = "APM hosts, on demand"
    when       = apm && term == "on-demand"
    usage_type = "apm-host"
    operation  = "on-demand"
    unit       = "hosts"
    monthly    = hosts
  }

  example "two Pro hosts by the year" {
    region = "global"
    cost   = "30.00"            # 2 × 15
    source = "datadoghq.com/pricing/list, US1, 2026-09"
    inputs { hosts = 2 }
  }
  example "five hosts with APM by the year" {
    region = "global"
    cost   = "230.00"           # 5 × 15 = 75; 5 × 31 = 155, Datadog's own example
    source = "Datadog docs, APM billing, 2026-09"
    inputs {
      hosts = 5
      apm   = true
    }
  }
  example "one Pro host with APM by the month" {
    region = "global"
    cost   = "54.00"            # 18 + 36
    source = "datadoghq.com/pricing/list, US1, 2025-12 and 2026-10"
    inputs {
      hosts = 1
      term  = "monthly"
      apm   = true
    }
  }
  example "one Enterprise host on demand" {
    region = "global"
    cost   = "27.00"
    source = "datadoghq.com/pricing/list, US1, 2026"
    inputs {
      hosts   = 1
      edition = "enterprise"
      term    = "on-demand"
    }
  }
}
