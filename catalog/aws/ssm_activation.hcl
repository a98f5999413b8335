# Systems Manager manages 1,000 servers outside AWS for nothing; in the advanced
# tier each is billed by the hour. The trap: the tier is one setting of the
# account and region and holds for all of them.

kind "aws.ssm_activation" {
  title    = "Managed servers outside AWS"
  title_ja = "ハイブリッドマネージドノード"
  aliases  = ["SSM activation", "Hybrid activation"]
  service  = "AWSSystemsManager"
  live     = ["ssm:managed-instance"]

  input "tier" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "advanced"]
    about   = "Tier of the account"
  }
  input "servers" {
    type  = number
    unit  = "servers"
    role  = "usage"
    min   = 0
    about = "Managed servers"
  }

  meter "servers" {
    title      = "servers, advanced"
    when       = tier == "advanced"
    usage_type = "MI-AdvInstances-Hrs"
    unit       = "hours"
    hourly     = servers
    off_hours  = "stays"
  }

  terraform "aws_ssm_activation" {
    inputs {
      tier    = lower(coalesce(usage.instance_tier, "standard"))
      servers = usage.instances
    }
  }

  example "100 servers" {
    region = "us-east-1"
    cost   = "507.35"            # 100 × 730 × 0.00695
    source = "AWS Systems Manager pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      tier    = "advanced"
      servers = 100
    }
  }
}
