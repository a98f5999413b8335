# Lambda bills each request and the time of each run, in milliseconds, times the
# memory of the function, with prices of their own for ARM, for ephemeral storage
# above 512 MB and for provisioned concurrency. The trap: memory is paid for
# whether it is used or not, time spent waiting for a database is paid for, and
# provisioned concurrency bills every second it is configured.

kind "aws.lambda" {
  title    = "Lambda function"
  title_ja = "Lambda 関数"
  aliases  = ["Lambda", "AWS Lambda", "Lambda functions"]
  service  = "AWSLambda"
  live     = ["lambda:function"]
  note     = "Logs are aws.log_group, traffic aws.data_transfer, the NAT of a function in a VPC aws.nat_gateway."

  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Invocations in a month"
  }
  input "duration" {
    type  = number
    unit  = "ms"
    role  = "usage"
    min   = 0
    about = "Average time of one run in milliseconds, initialisation included; AWS rounds each run up to 1 ms"
  }
  input "memory" {
    type  = number
    unit  = "MB"
    role  = "size"
    min   = 128
    max   = 10240
    about = "Memory configured for the function; AWS's default is 128 MB"
  }
  input "architecture" {
    type    = text
    role    = "size"
    default = "x86"
    one_of  = ["x86", "arm64"]
    about   = "Processor; arm64 (Graviton) is 20 % cheaper by the GB-second"
  }
  input "ephemeral_storage" {
    type    = number
    unit    = "MB"
    role    = "size"
    default = 512
    min     = 512
    max     = 10240
    about   = "Ephemeral storage (/tmp) of one run; the first 512 MB are free"
  }
  input "provisioned_concurrency" {
    type      = number
    unit      = "instances"
    role      = "size"
    default   = null
    min       = 0
    over_time = true
    about     = "Provisioned concurrency while it is configured, if there is any"
  }
  input "provisioned_hours" {
    type    = number
    unit    = "h"
    role    = "size"
    default = null
    min     = 0
    about   = "Hours of a month in which provisioned concurrency is configured; the whole month where it is not stated"
  }
  input "provisioned_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Of the requests, those served by provisioned concurrency; their time has a lower price"
  }

  check "provisioned_requests" {
    condition = (known(requests) && known(provisioned_requests)) ? provisioned_requests <= requests : true
    message   = "provisioned_requests are part of requests"
  }

  meter "requests" {
    title      = "requests"
    when       = architecture == "x86"
    usage_type = "Request"
    operation  = "Invoke"
    unit       = "requests"
    monthly    = requests
  }
  meter "requests_arm" {
    title      = "requests, ARM"
    when       = architecture == "arm64"
    usage_type = "Request-ARM"
    operation  = "Invoke"
    unit       = "requests"
    monthly    = requests
  }
  meter "duration" {
    title      = "duration"
    when       = architecture == "x86"
    usage_type = "Lambda-GB-Second"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = (requests - (provisioned_concurrency == null ? 0 : provisioned_requests)) * duration / 1000 * memory / 1024
  }
  meter "duration_arm" {
    title      = "duration, ARM"
    when       = architecture == "arm64"
    usage_type = "Lambda-GB-Second-ARM"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = (requests - (provisioned_concurrency == null ? 0 : provisioned_requests)) * duration / 1000 * memory / 1024
  }
  meter "storage" {
    title      = "ephemeral storage above 512 MB"
    when       = ephemeral_storage > 512 && architecture == "x86"
    usage_type = "Lambda-Storage-GB-Second"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = requests * duration / 1000 * (ephemeral_storage - 512) / 1024
  }
  meter "storage_arm" {
    title      = "ephemeral storage above 512 MB, ARM"
    when       = ephemeral_storage > 512 && architecture == "arm64"
    usage_type = "Lambda-Storage-GB-Second-ARM"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = requests * duration / 1000 * (ephemeral_storage - 512) / 1024
  }
  # Configured capacity bills until somebody takes it away; a schedule does not.
  meter "provisioned" {
    title      = "provisioned concurrency"
    when       = provisioned_concurrency != null && provisioned_hours == null && architecture == "x86"
    usage_type = "Lambda-Provisioned-Concurrency"
    unit       = "GB-seconds"
    hourly     = provisioned_concurrency * memory / 1024 * 3600
    off_hours  = "stays"
  }
  meter "provisioned_arm" {
    title      = "provisioned concurrency, ARM"
    when       = provisioned_concurrency != null && provisioned_hours == null && architecture == "arm64"
    usage_type = "Lambda-Provisioned-Concurrency-ARM"
    unit       = "GB-seconds"
    hourly     = provisioned_concurrency * memory / 1024 * 3600
    off_hours  = "stays"
  }
  meter "provisioned_hours" {
    title      = "provisioned concurrency, hours stated"
    when       = provisioned_hours != null
    usage_type = "Lambda-Provisioned-Concurrency${architecture == "arm64" ? "-ARM" : ""}"
    unit       = "GB-seconds"
    monthly    = coalesce(provisioned_concurrency, 0) * memory / 1024 * 3600 * provisioned_hours
  }
  meter "provisioned_duration" {
    title      = "duration on provisioned concurrency"
    when       = provisioned_concurrency != null && architecture == "x86"
    usage_type = "Lambda-Provisioned-GB-Second"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = provisioned_requests * duration / 1000 * memory / 1024
  }
  meter "provisioned_duration_arm" {
    title      = "duration on provisioned concurrency, ARM"
    when       = provisioned_concurrency != null && architecture == "arm64"
    usage_type = "Lambda-Provisioned-GB-Second-ARM"
    operation  = "Invoke"
    unit       = "GB-seconds"
    monthly    = provisioned_requests * duration / 1000 * memory / 1024
  }

  terraform "aws_lambda_function" {
    inputs {
      memory                  = coalesce(self.memory_size, 128)
      architecture            = contains(coalesce(self.architectures, ["x86_64"]), "arm64") ? "arm64" : "x86"
      ephemeral_storage       = coalesce(try(self.ephemeral_storage[0].size, null), 512)
      requests                = usage.monthly_requests
      duration                = usage.request_duration_ms
      provisioned_concurrency = length([for c in referrers("aws_lambda_provisioned_concurrency_config") : c if try(c.usage.monthly_duration_hrs, null) == null]) == 0 ? null : sum([for c in referrers("aws_lambda_provisioned_concurrency_config") : c.provisioned_concurrent_executions if try(c.usage.monthly_duration_hrs, null) == null])
    }
  }
  # With usage of its own it is a line of its own; else the function counts it.
  terraform "aws_lambda_provisioned_concurrency_config" {
    when = usage.monthly_duration_hrs != null
    inputs {
      memory                  = coalesce(usage.memory_mb, 512)
      architecture            = usage.architecture == "arm64" ? "arm64" : "x86"
      provisioned_concurrency = self.provisioned_concurrent_executions
      provisioned_hours       = usage.monthly_duration_hrs
      requests                = usage.monthly_requests
      provisioned_requests    = usage.monthly_requests
      duration                = usage.request_duration_ms
    }
  }

  example "three million runs of 120 ms with 1,536 MB" {
    region = "ap-northeast-1"
    cost   = "9.600018"         # 3,000,000 × 0.0000002 = 0.60; 3,000,000 × 0.12 × 1.5 = 540,000 GB-s × 0.0000166667 = 9.000018
    source = "AWS Lambda pricing page, example 1, before the free part; AWS price list, AWSLambda, ap-northeast-1, 2026-09-19"
    inputs {
      requests = "3M"
      duration = "120 ms"
      memory   = "1536 MB"
    }
  }
  example "the same on ARM" {
    region = "ap-northeast-1"
    cost   = "7.800036"         # 0.60; 540,000 × 0.0000133334 = 7.200036
    source = "AWS price list, AWSLambda, ap-northeast-1, 2026-09-19 and 2025-10-30"
    inputs {
      requests     = "3M"
      duration     = "120 ms"
      memory       = "1536 MB"
      architecture = "arm64"
    }
  }
  example "with 2 GB of ephemeral storage" {
    region = "ap-northeast-1"
    cost   = "1.87222"          # 1,000,000 × 0.0000002 = 0.20; 1,000,000 × 0.1 × 1 = 100,000 GB-s × 0.0000166667 = 1.66667; 100,000 × 1.5 = 150,000 × 0.000000037 = 0.00555
    source = "AWS price list, AWSLambda, ap-northeast-1, 2026-09-19 and 2025-10-30"
    inputs {
      requests          = "1M"
      duration          = 100
      memory            = "1 GB"
      ephemeral_storage = "2 GB"
    }
  }
  example "ten provisioned instances of 1 GB" {
    region = "ap-northeast-1"
    cost   = "142.93453"        # 1,000,000 × 0.0000002 = 0.20; 10 × 1 × 3,600 × 730 = 26,280,000 GB-s × 0.0000053835 = 141.47838; 1,000,000 × 0.1 × 1 = 100,000 × 0.0000125615 = 1.25615
    source = "AWS price list, AWSLambda, ap-northeast-1, 2026-09-19 and 2025-10-30"
    inputs {
      requests                = "1M"
      duration                = 100
      memory                  = "1 GB"
      provisioned_concurrency = 10
      provisioned_requests    = "1M"
    }
  }
  example "provisioned for a hundred hours, ARM" {
    region = "us-east-1"
    cost   = "6.58901"           # 10 × 0.5 × 360,000 = 1,800,000 × 0.0000033334 = 6.00012; 50,000 × 0.0000077778 = 0.38889; 1,000,000 × 0.0000002 = 0.20
    source = "AWS price list, AWSLambda, us-east-1, 2026-09-19 and 2025-10-30"
    inputs {
      memory                  = "512 MB"
      architecture            = "arm64"
      requests                = "1M"
      duration                = 100
      provisioned_concurrency = 10
      provisioned_hours       = "100 h"
      provisioned_requests    = "1M"
    }
  }
}
