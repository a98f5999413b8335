# A Classic Load Balancer is billed by the hour and by the GB that goes through
# it. The trap: it is billed while nothing is behind it, and each public one has
# an address per zone on top.

kind "aws.elb" {
  title    = "Classic Load Balancer"
  title_ja = "Classic Load Balancer"
  aliases  = ["Classic Load Balancer", "CLB", "ELB"]
  service  = "AWSELB"
  live     = ["elasticloadbalancing:loadbalancer"]

  input "processed" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data through the load balancer in a month"
  }
  input "azs" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 0
    min     = 0
    about   = "Zones in which it has an address"
  }

  meter "hours" {
    title      = "load balancer"
    usage_type = "LoadBalancerUsage"
    operation  = "LoadBalancing"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "processed" {
    title      = "data"
    usage_type = "DataProcessing-Bytes"
    operation  = "LoadBalancing"
    unit       = "GB"
    monthly    = processed
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    service    = "AmazonVPC"
    when       = azs > 0
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = azs
    off_hours  = "stays"
  }

  terraform "aws_elb" {
    inputs {
      processed = usage.monthly_data_processed_gb
      azs       = coalesce(self.internal, false) ? 0 : max(length(targets(self.subnets)), length(targets(self.availability_zones)))
    }
  }
  terraform "aws_elastic_beanstalk_environment" {
    for_each = { for s in [{ value = coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:elasticbeanstalk:environment" && s.name == "LoadBalancerType"][0], null), "classic") }] : s.value => s if s.value == "classic" && try([for s in targets(self.setting) : s.value if s.namespace == "aws:elasticbeanstalk:environment" && s.name == "EnvironmentType"][0], null) != "SingleInstance" }
    inputs {
      processed = try(usage.elb.monthly_data_processed_gb, null)
    }
  }

  example "10,000 GB in Virginia" {
    region = "us-east-1"
    cost   = "98.25"             # 730 × 0.025 = 18.25; 10,000 × 0.008 = 80.00
    source = "AWS price list, AWSELB, us-east-1, 2026-09-25"
    inputs { processed = "10000 GB" }
  }
}
