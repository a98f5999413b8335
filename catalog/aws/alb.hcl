# AWS bills an Application Load Balancer for every hour it exists, for the
# load balancer capacity units (LCU) of that hour, and for the public IPv4
# addresses that an internet-facing one holds in each zone. The trap: the
# addresses (3.65 a month each, two at least) are missing from most tables, and
# an LCU is the largest of four dimensions in each hour, not their sum.

kind "aws.alb" {
  title    = "Application Load Balancer"
  title_ja = "Application Load Balancer"
  aliases  = ["ALB", "Load balancer", "ELB"]
  service  = "AWSELB"
  live     = ["elasticloadbalancing:loadbalancer/app"]

  input "azs" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 2
    min     = 2
    about   = "Availability Zones in which it has a subnet; AWS wants two at least"
  }
  input "internal" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is internal: then it has no public addresses"
  }
  input "lcu" {
    type      = number
    unit      = "LCU"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Average LCU while traffic flows; given, it wins over the dimensions below"
  }
  input "new_connections" {
    type      = number
    unit      = "connections"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "New connections per second; 25 are one LCU"
  }
  input "active_connections" {
    type      = number
    unit      = "connections"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Active connections per minute; 3,000 are one LCU"
  }
  input "processed" {
    type      = number
    unit      = "GB"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Data processed per hour, requests and responses; 1 GB is one LCU, 0.4 GB with lambda_targets"
  }
  input "rule_evaluations" {
    type      = number
    unit      = "evaluations"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Rule evaluations per second: request rate × rules processed; 1,000 beyond the ten free rules are one LCU"
  }
  input "rules" {
    type    = number
    unit    = "rules"
    role    = "size"
    default = null
    min     = 1
    about   = "Rules processed per request, of which ten are free; without it rule_evaluations are those beyond the ten"
  }
  input "lambda_targets" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the targets are Lambda functions: then 0.4 GB an hour are one LCU"
  }

  meter "hours" {
    title      = "load balancer hours"
    usage_type = "LoadBalancerUsage"
    operation  = "LoadBalancing:Application"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  # Without lcu and without any dimension the result is the unset lcu itself.
  meter "lcu" {
    title      = "capacity units"
    usage_type = "LCUUsage"
    operation  = "LoadBalancing:Application"
    unit       = "LCU-hours"
    hourly = known(lcu) ? lcu : ((known(new_connections) || known(active_connections) || known(processed) || known(rule_evaluations)) ? max(
      known(new_connections) ? new_connections / 25 : 0,
      known(active_connections) ? active_connections / 3000 : 0,
      known(processed) ? (lambda_targets ? processed / 0.4 : processed) : 0,
      known(rule_evaluations) ? (rules == null ? rule_evaluations : rule_evaluations * max(0, rules - 10) / rules) / 1000 : 0,
    ) : lcu)
    off_hours = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    when       = !internal
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = azs
    off_hours  = "stays"
  }

  terraform "aws_lb" {
    when = coalesce(self.load_balancer_type, "application") == "application"
    inputs {
      azs      = max(2, length(targets(self.subnets)), length(targets(self.subnet_mapping)))
      internal = coalesce(self.internal, false)

      new_connections    = usage.new_connections
      active_connections = usage.active_connections
      processed          = usage.processed_bytes_gb == null ? null : usage.processed_bytes_gb / 730
      rule_evaluations   = usage.rule_evaluations
    }
  }
  terraform "aws_alb" {
    when = coalesce(self.load_balancer_type, "application") == "application"
    inputs {
      azs      = max(2, length(targets(self.subnets)), length(targets(self.subnet_mapping)))
      internal = coalesce(self.internal, false)

      new_connections    = usage.new_connections
      active_connections = usage.active_connections
      processed          = usage.processed_bytes_gb == null ? null : usage.processed_bytes_gb / 730
      rule_evaluations   = usage.rule_evaluations
    }
  }

  example "internet-facing in two zones" {
    region = "ap-northeast-1"
    cost   = "25.039"           # 730 × 0.0243 = 17.739; 2 × 730 × 0.005 = 7.30
    source = "AWS price list, AWSELB and AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs { azs = 2 }
  }
  example "with 0.4 LCU" {
    region = "ap-northeast-1"
    cost   = "27.375"           # 25.039; 0.4 × 730 × 0.008 = 2.336
    source = "AWS price list, AWSELB and AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs {
      azs = 2
      lcu = 0.4
    }
  }
  example "internal, 10,000 new connections a second" {
    region = "ap-northeast-1"
    cost   = "2353.739"         # 17.739; 10,000 / 25 = 400 LCU × 730 × 0.008 = 2336.00
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal        = true
      new_connections = 10000
    }
  }
  example "the largest of several dimensions" {
    region = "ap-northeast-1"
    cost   = "23.579"           # 17.739; max(10 / 25, 3,000 / 3,000, 0.5 / 1) = 1 LCU × 730 × 0.008 = 5.84
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal           = true
      new_connections    = 10
      active_connections = 3000
      processed          = "0.5 GB"
    }
  }
  example "Lambda targets" {
    region = "ap-northeast-1"
    cost   = "23.579"           # 17.739; 0.4 / 0.4 = 1 LCU × 730 × 0.008 = 5.84
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal       = true
      processed      = "0.4 GB"
      lambda_targets = true
    }
  }
  example "twenty rules" {
    region = "ap-northeast-1"
    cost   = "134.539"          # 17.739; 40,000 × (20 − 10) / 20 / 1,000 = 20 LCU × 730 × 0.008 = 116.80
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal         = true
      rule_evaluations = 40000
      rules            = 20
    }
  }
}
