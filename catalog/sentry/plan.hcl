# Sentry bills a plan by the organisation, volume that is reserved in advance, and
# pay-as-you-go for what goes beyond, up to a budget that its owner sets; data past
# the budget is dropped, not billed. The trap: 26 a month is Team paid by the year
# (by the month it is 29), and a loop of errors is what makes the bill.

kind "sentry.plan" {
  title    = "Sentry plan"
  title_ja = "Sentry プラン"
  aliases  = ["Sentry", "Sentry Team", "Sentry Business"]
  service  = "Sentry"
  region   = "global"
  note     = "Only errors are priced beyond the plan; spans, replays, logs, attachments, monitors and profiling have ladders of their own. Reserved volume is priced at the monthly rate; paid by the year it is 10 % less."

  input "plan" {
    type   = text
    role   = "size"
    one_of = ["developer", "team", "business"]
    about  = "Plan; developer is free, has one user and 5,000 errors"
  }
  input "term" {
    type    = text
    role    = "size"
    default = "annual"
    one_of  = ["monthly", "annual"]
    about   = "Whether the plan is paid by the month or by the year"
  }
  input "errors" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Errors accepted in a month; 50,000 are part of the team and business plans"
  }
  input "reserved_errors" {
    type    = number
    unit    = "events"
    role    = "size"
    default = 0
    min     = 0
    about   = "Errors reserved a month, the plan's 50,000 among them; 0 is no reserve"
  }

  caveat "plan-limit" {
    when    = plan == "developer" ? (known(errors) ? errors > 5000 : false) : false
    message = "the developer plan takes 5,000 errors a month and has no pay-as-you-go: Sentry drops the rest"
  }
  caveat "note" {
    when    = reserved_errors > 0
    message = "Sentry sells reserved errors at its own price points, up to 3.5 % above the ladder used here for small volumes; yearly payment takes 10 % off"
  }

  meter "plan" {
    title      = "plan"
    when       = plan != "developer"
    usage_type = "${plan}-plan"
    operation  = "${term}"
    unit       = "months"
    monthly    = 1
  }
  meter "plan_developer" {
    title      = "plan"
    when       = plan == "developer"
    usage_type = "developer-plan"
    operation  = "monthly"
    unit       = "months"
    monthly    = 1
  }
  meter "errors" {
    title      = "errors, pay-as-you-go"
    when       = plan != "developer" && reserved_errors == 0
    usage_type = "${plan}-errors"
    operation  = "payg"
    unit       = "events"
    monthly    = errors
  }
  meter "errors_reserved" {
    title      = "errors, reserved"
    when       = plan != "developer" && reserved_errors > 0
    usage_type = "${plan}-errors"
    operation  = "reserved"
    unit       = "events"
    monthly    = reserved_errors
  }
  # What goes beyond a reserve is priced from where the reserve ends in the ladder:
  # one price for it does not exist, so it is listed as unpriced.
  meter "errors_beyond_reserve" {
    title      = "errors beyond the reserve"
    when       = plan == "developer" || reserved_errors == 0 ? false : (known(errors) ? errors > reserved_errors : false)
    usage_type = "${plan}-errors-beyond-reserve"
    operation  = "payg"
    unit       = "events"
    monthly    = errors - reserved_errors
  }

  example "Team by the year" {
    region = "global"
    cost   = "26.00"
    source = "sentry.io/pricing, as read 2026-09-20: 312 a year"
    inputs { plan = "team" }
  }
  example "Team by the month" {
    region = "global"
    cost   = "29.00"
    source = "getsentry/sentry, am3Plans fixture, 2025-H2"
    inputs {
      plan = "team"
      term = "monthly"
    }
  }
  example "Business by the year" {
    region = "global"
    cost   = "80.00"
    source = "sentry.io/pricing, 2026-05: 960 a year"
    inputs { plan = "business" }
  }
  example "Developer" {
    region = "global"
    cost   = "0"
    source = "sentry.io/pricing, as read 2026-09-20"
    inputs { plan = "developer" }
  }
  example "Team by the month with 200,000 errors" {
    region = "global"
    cost   = "69.005"           # 29; 50,000 × 0.0003625 = 18.125; 100,000 × 0.0002188 = 21.88
    source = "sentry.io/pricing, as read 2026-09-20"
    inputs {
      plan   = "team"
      term   = "monthly"
      errors = "200K"
    }
  }
  example "Team by the month with a reserve of 100,000 errors" {
    region = "global"
    cost   = "43.50"            # 29; 50,000 × 0.00029 = 14.50
    source = "getsentry/sentry-docs, pricing table, 2025-H2"
    inputs {
      plan            = "team"
      term            = "monthly"
      reserved_errors = "100K"
    }
  }
}
