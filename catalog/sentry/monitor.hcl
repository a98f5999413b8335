# Sentry bills each active monitor by the month: cron jobs that check in, and uptime
# checks. One of each is part of every plan. The trap: a cron monitor that code makes
# by itself counts like any other.

kind "sentry.monitor" {
  title    = "Sentry monitor"
  title_ja = "Sentry モニター"
  aliases  = ["Sentry cron monitor", "Sentry uptime monitor"]
  service  = "Sentry"
  region   = "global"
  note     = "The first of its kind in the organisation is part of the plan: give all of them to one account."

  input "monitor" {
    type   = text
    role   = "size"
    one_of = ["cron", "uptime"]
    about  = "What it watches"
  }
  input "plan" {
    type    = text
    role    = "size"
    default = "team"
    one_of  = ["team", "business"]
    about   = "Plan of the organisation; both have one price for monitors"
  }

  meter "monitor" {
    title      = "monitor"
    usage_type = "${plan}-${monitor}-monitors"
    operation  = "payg"
    unit       = "monitors"
    monthly    = 1
  }

  terraform "sentry_cron_monitor" {
    when = self.status == "disabled" || self.enabled == false
    free = "A monitor that is switched off is not billed"
  }
  terraform "sentry_cron_monitor" {
    inputs { monitor = "cron" }
  }
  terraform "sentry_uptime_monitor" {
    when = self.status == "disabled" || self.enabled == false
    free = "A monitor that is switched off is not billed"
  }
  terraform "sentry_uptime_monitor" {
    inputs { monitor = "uptime" }
  }

  example "four cron monitors" {
    region = "global"
    cost   = "2.34"             # one is free; 3 × 0.78
    source = "sentry.io/pricing, as read 2026-09-20"
    inputs {
      count   = 4
      monitor = "cron"
    }
  }
  example "three uptime monitors" {
    region = "global"
    cost   = "2.00"             # one is free; 2 × 1.00
    source = "sentry.io/pricing, as read 2026-09-20"
    inputs {
      count   = 3
      monitor = "uptime"
      plan    = "business"
    }
  }
}
