# Standard parameters are free. Advanced ones (larger than 4 KB, or with policies)
# bill every hour each, and every API interaction. The trap: the account-wide
# higher throughput setting makes interactions with standard parameters cost money.

kind "aws.ssm_parameters" {
  title    = "Parameter Store parameters"
  title_ja = "Parameter Store のパラメータ"
  aliases  = ["SSM", "SSM parameters", "Parameter Store"]
  service  = "AWSSystemsManager"
  live     = ["ssm:parameter"]

  input "standard" {
    type    = number
    unit    = "parameters"
    role    = "size"
    default = 0
    min     = 0
    about   = "Standard parameters; they are free"
  }
  input "advanced" {
    type    = number
    unit    = "parameters"
    role    = "size"
    default = 0
    min     = 0
    about   = "Advanced parameters"
  }
  input "higher_throughput" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the account has higher throughput switched on"
  }
  input "api_interactions" {
    type  = number
    unit  = "interactions"
    role  = "usage"
    min   = 0
    about = "Parameters read or written through the API in a month; billed with higher throughput or for advanced parameters only"
  }

  meter "advanced" {
    title      = "advanced parameters"
    when       = advanced > 0
    usage_type = "PS-Advanced-Param-Tier1"
    unit       = "parameter-hours"
    hourly     = advanced
    off_hours  = "stays"
  }
  meter "api_standard" {
    title      = "API interactions, higher throughput"
    when       = higher_throughput && advanced == 0
    usage_type = "PS-Param-Processed-Tier1"
    unit       = "requests"
    monthly    = api_interactions
  }
  meter "api_advanced" {
    title      = "API interactions, advanced parameters"
    when       = advanced > 0
    usage_type = "PS-Param-Processed-Tier2"
    unit       = "requests"
    monthly    = api_interactions
  }

  terraform "aws_ssm_parameter" {
    inputs {
      standard          = self.tier == "Advanced" ? 0 : 1
      advanced          = self.tier == "Advanced" ? coalesce(usage.parameter_storage_hrs, 730) / 730 : 0
      higher_throughput = contains(["higher", "advanced"], coalesce(usage.api_throughput_limit, "standard"))
      api_interactions  = usage.monthly_api_interactions
    }
  }

  example "standard parameters are free" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS: standard parameters have no charge, 2026"
    inputs { standard = 20 }
  }
  example "ten advanced parameters" {
    region = "ap-northeast-1"
    cost   = "5.511"            # 10 × 730 × 0.00007 = 0.511; 1,000,000 × 0.000005 = 5.00
    source = "AWS price list, AWSSystemsManager, ap-northeast-1, 2026-09-24"
    inputs {
      advanced         = 10
      api_interactions = "1M"
    }
  }
  example "higher throughput" {
    region = "ap-northeast-1"
    cost   = "5.00"             # 1,000,000 × 0.000005
    source = "AWS price list, AWSSystemsManager, ap-northeast-1, 2026-09-24"
    inputs {
      standard          = 20
      higher_throughput = true
      api_interactions  = "1M"
    }
  }
}
