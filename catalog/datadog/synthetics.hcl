# Datadog bills each run of a test: every location and every device runs it again, and
# a test of several API steps is a run for each. The trap: a browser test each five
# minutes from three places is 26,280 runs, over 300 a month; retries are runs as well.

kind "datadog.synthetics" {
  title    = "Datadog Synthetic test"
  title_ja = "Datadog Synthetic テスト"
  aliases  = ["Datadog Synthetics", "Synthetic monitoring"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list price with a yearly commitment; no source has one on demand. Runs again after a failure, and browser tests of more than 25 steps, are not counted."

  input "test" {
    type   = text
    role   = "size"
    one_of = ["api", "browser", "mobile"]
    about  = "Kind of the test"
  }
  input "every" {
    type  = number
    unit  = "s"
    role  = "size"
    min   = 30
    about = "Seconds from one run to the next"
  }
  input "locations" {
    type    = number
    unit    = "1"
    role    = "size"
    default = 1
    min     = 0
    about   = "Places that it runs from, private ones among them"
  }
  input "devices" {
    type    = number
    unit    = "1"
    role    = "size"
    default = 1
    min     = 1
    about   = "Devices or browsers that it runs on in each place"
  }
  input "steps" {
    type    = number
    unit    = "1"
    role    = "size"
    default = 1
    min     = 1
    about   = "Steps of an API test that has several; each is a run"
  }
  input "week" {
    type    = number
    unit    = "hours"
    role    = "size"
    default = 168
    min     = 0
    max     = 168
    about   = "Hours of the week in which it runs, where a schedule limits it"
  }

  meter "api_runs" {
    title      = "runs of API tests"
    when       = test == "api"
    usage_type = "synthetics-api-runs"
    operation  = "annual"
    unit       = "executions"
    hourly     = locations * steps * 3600 / every * week / 168
    off_hours  = "stays"
  }
  meter "browser_runs" {
    title      = "runs of browser tests"
    when       = test == "browser"
    usage_type = "synthetics-browser-runs"
    operation  = "annual"
    unit       = "executions"
    hourly     = locations * devices * 3600 / every * week / 168
    off_hours  = "stays"
  }
  meter "mobile_runs" {
    title      = "runs of mobile tests"
    when       = test == "mobile"
    usage_type = "synthetics-mobile-runs"
    operation  = "annual"
    unit       = "executions"
    hourly     = locations * devices * 3600 / every * week / 168
    off_hours  = "stays"
  }

  terraform "datadog_synthetics_test" {
    when = self.status == "paused"
    free = "A paused test runs nothing"
  }
  terraform "datadog_synthetics_test" {
    inputs {
      test      = self.type
      every     = try(self.options_list[0].tick_every, self.mobile_options_list[0].tick_every)
      locations = self.type == "mobile" ? 1 : length(self.locations)
      devices   = max(length(coalesce(self.device_ids, try(self.mobile_options_list[0].device_ids, null), [])), 1)
      steps     = max(length(coalesce(self.api_step, [])), 1)
      week      = length(coalesce(try(self.options_list[0].scheduling, null), [])) == 0 ? 168 : sum([for t in self.options_list[0].scheduling[0].timeframes : tonumber(split(":", t.to)[0]) - tonumber(split(":", t.from)[0]) + (tonumber(split(":", t.to)[1]) - tonumber(split(":", t.from)[1])) / 60])
    }
  }

  example "an API test each minute from three places" {
    region = "global"
    cost   = "65.70"            # 3 × 60 × 730 = 131,400; × 0.0005
    source = "datadoghq.com/pricing/list, US1, 2026-01: 5 per 10,000 API test runs"
    inputs {
      test      = "api"
      every     = "60 s"
      locations = 3
    }
  }
  example "a browser test each five minutes from two places on two devices" {
    region = "global"
    cost   = "420.48"           # 2 × 2 × 12 × 730 = 35,040; × 0.012
    source = "datadoghq.com/pricing/list, US1, 2026-01: 12 per 1,000 browser test runs"
    inputs {
      test      = "browser"
      every     = "300 s"
      locations = 2
      devices   = 2
    }
  }
}
