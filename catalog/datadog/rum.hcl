# Datadog bills RUM by the session: all that are measured, and those that are kept to
# be investigated at twenty times the price. The trap: without a retention filter every
# session is kept.

kind "datadog.rum" {
  title    = "Datadog RUM application"
  title_ja = "Datadog RUM アプリケーション"
  aliases  = ["Datadog RUM", "Real User Monitoring"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list price with a yearly commitment. Session replay and product analytics have no price in any source."

  input "sessions" {
    type  = number
    unit  = "sessions"
    role  = "usage"
    min   = 0
    about = "Sessions measured in a month"
  }
  input "investigated" {
    type  = number
    unit  = "sessions"
    role  = "usage"
    min   = 0
    about = "Sessions kept in a month, to be looked at one by one"
  }

  meter "measure" {
    title      = "sessions measured"
    usage_type = "rum-measure-sessions"
    operation  = "annual"
    unit       = "sessions"
    monthly    = sessions
  }
  meter "investigate" {
    title      = "sessions kept"
    usage_type = "rum-investigate-sessions"
    operation  = "annual"
    unit       = "sessions"
    monthly    = investigated
  }

  terraform "datadog_rum_application" {
    inputs {
      sessions     = usage.sessions
      investigated = usage.investigated
    }
  }

  example "a million sessions, a tenth of them kept" {
    region = "global"
    cost   = "450.00"           # 1,000 × 0.15 = 150; 100 × 3.00 = 300
    source = "datadoghq.com/pricing/list, US1, 2026-01: 0.15 and 3.00 per 1,000 sessions"
    inputs {
      sessions     = "1M"
      investigated = "100K"
    }
  }
}
