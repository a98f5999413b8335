# EC2 bills a Linux instance by the second at the price of its type, its disks
# apart as EBS and its public address by the hour. The traps: a stopped instance
# keeps paying for its disks and its Elastic IP, Tokyo's prices are not
# Virginia's, and detailed monitoring is seven metrics per instance.

kind "aws.ec2" {
  title    = "EC2 instance"
  title_ja = "EC2 インスタンス"
  aliases  = ["EC2", "EC2 instance", "Amazon EC2"]
  service  = "AmazonEC2"
  live     = ["ec2:instance"]
  note     = "On demand. The root volume and other disks are aws.ebs; Spot has no list price, a dedicated host is aws.dedicated_host."

  locals {
    # Types that take EBS optimisation for a price of its own; newer ones have it.
    ebs_optimized = ["c1.xlarge", "c3.xlarge", "c3.2xlarge", "c3.4xlarge", "g2.2xlarge", "i2.xlarge", "i2.2xlarge", "i2.4xlarge", "m1.large", "m1.xlarge", "m2.2xlarge", "m2.4xlarge", "m3.xlarge", "m3.2xlarge", "r3.xlarge", "r3.2xlarge", "r3.4xlarge"]
  }

  input "instance_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Instance type: t3.medium, c7g.4xlarge; several of one type are count"
  }
  input "public_ip" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it has a public IPv4 address that goes when it stops; an Elastic IP is aws.public_ipv4"
  }
  input "detailed_monitoring" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether CloudWatch gets its metrics every minute: seven custom metrics"
  }
  input "os" {
    type    = text
    role    = "size"
    default = "linux"
    one_of  = ["linux", "windows", "rhel", "suse"]
    about   = "Operating system whose licence is in the price of the instance"
  }
  input "market" {
    type    = text
    role    = "size"
    default = "on-demand"
    one_of  = ["on-demand", "dedicated", "spot"]
    about   = "On demand, a dedicated instance (its hour costs more and the first of a region a fee), or Spot"
  }
  input "ebs_optimized" {
    type    = switch
    role    = "size"
    default = false
    about   = "EBS optimisation, which types of before 2014 take for a price of its own"
  }
  input "hours" {
    type    = number
    unit    = "h"
    role    = "size"
    default = null
    min     = 0
    about   = "Hours it runs in a month, where that is all that is known; a schedule says more"
  }
  input "cpu_credits" {
    type    = number
    unit    = "vCPU-hours"
    role    = "size"
    default = null
    min     = 0
    about   = "vCPU-hours above the baseline in a month, for burstable types in unlimited mode, if there are any"
  }

  check "instance_type" {
    condition = replace(instance_type, ".", "") != instance_type
    message   = "an instance type is written family.size, as in t3.medium; this is ${instance_type}"
  }

  meter "instance" {
    title      = "instance"
    when       = hours == null && market != "spot"
    usage_type = "${market == "dedicated" ? "DedicatedUsage" : "BoxUsage"}:${instance_type}"
    operation  = lookup({ linux = "RunInstances", windows = "RunInstances:0002", rhel = "RunInstances:0010", suse = "RunInstances:000g" }, os, "RunInstances")
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "instance_hours" {
    title      = "instance, hours stated"
    when       = hours != null && market != "spot"
    usage_type = "${market == "dedicated" ? "DedicatedUsage" : "BoxUsage"}:${instance_type}"
    operation  = lookup({ linux = "RunInstances", windows = "RunInstances:0002", rhel = "RunInstances:0010", suse = "RunInstances:000g" }, os, "RunInstances")
    unit       = "hours"
    monthly    = hours
  }
  meter "spot" {
    title      = "Spot instance"
    when       = market == "spot"
    usage_type = "SpotUsage:${instance_type}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "ebs_optimized" {
    title      = "EBS optimisation"
    when       = ebs_optimized && contains(local.ebs_optimized, instance_type)
    usage_type = "EBSOptimized:${instance_type}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 address"
    when       = public_ip
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stops"
  }
  meter "monitoring" {
    title      = "detailed monitoring"
    when       = detailed_monitoring
    service    = "AmazonCloudWatch"
    usage_type = "CW:MetricMonitorUsage"
    operation  = "MetricStorage:AWS/EC2"
    unit       = "metrics"
    hourly     = 7
    averaged   = true
    off_hours  = "stops"
  }
  meter "cpu_credits" {
    title      = "CPU credits"
    when       = cpu_credits != null
    usage_type = "CPUCredits:${split(".", instance_type)[0]}"
    unit       = "vCPU-hours"
    monthly    = cpu_credits
  }

  # What stands on a dedicated host is paid with the host.
  terraform "aws_instance" {
    when = self.tenancy == "host" || !known(self.host_id) || self.host_id != null || self.host_resource_group_arn != null
    free = "An instance on a dedicated host is paid with the host"
  }
  terraform "aws_instance" {
    inputs {
      instance_type       = length(targets(self.launch_template)) > 0 ? coalesce(self.instance_type, target(self.launch_template[0], "aws_launch_template").instance_type) : self.instance_type
      market              = length(targets(self.instance_market_options)) > 0 ? "spot" : (self.tenancy == "dedicated" ? "dedicated" : "on-demand")
      public_ip           = length(referrers("aws_eip")) + length(referrers("aws_eip_association")) == 0 && coalesce(self.associate_public_ip_address, false)
      detailed_monitoring = coalesce(self.monitoring, try(target(self.launch_template[0], "aws_launch_template").monitoring[0].enabled, null), false)
      ebs_optimized       = coalesce(self.ebs_optimized, try(tobool(target(self.launch_template[0], "aws_launch_template").ebs_optimized), null), false)
      hours               = usage.monthly_hrs
      os                  = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits         = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count
    }
  }
  terraform "aws_spot_instance_request" {
    inputs {
      instance_type       = self.instance_type
      market              = "spot"
      public_ip           = coalesce(self.associate_public_ip_address, false)
      detailed_monitoring = coalesce(self.monitoring, false)
      os                  = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits         = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count
    }
  }

  example "t3.medium in Tokyo" {
    region = "ap-northeast-1"
    cost   = "39.712"           # 730 × 0.0544
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04"
    inputs { instance_type = "t3.medium" }
  }
  example "with a public address and detailed monitoring" {
    region = "ap-northeast-1"
    cost   = "45.462"           # 39.712; 730 × 0.005 = 3.65; 7 × 0.30 = 2.10
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04; AmazonVPC, 2026-09-25; AmazonCloudWatch, 2025-09-23"
    inputs {
      instance_type       = "t3.medium"
      public_ip           = true
      detailed_monitoring = true
    }
  }
  example "c7g.4xlarge in Virginia" {
    region = "us-east-1"
    cost   = "423.40"           # 730 × 0.58
    source = "AWS price list, AmazonEC2, us-east-1, 2026-10-13"
    inputs { instance_type = "c7g.4xlarge" }
  }
  example "two m7g.large in Tokyo" {
    region = "ap-northeast-1"
    cost   = "153.884"          # 2 × 730 × 0.1054
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04"
    inputs {
      count         = 2
      instance_type = "m7g.large"
    }
  }
  example "a dedicated instance" {
    region = "us-east-1"
    cost   = "54.02"            # 730 × 0.074
    source = "prices that Infracost published for its own tests, us-east-1, 2025-07-04"
    inputs {
      instance_type = "m3.medium"
      market        = "dedicated"
    }
  }
  example "an old type with EBS optimisation, 100 hours" {
    region = "us-east-1"
    cost   = "47.90"            # 100 × 0.333 = 33.30; 730 × 0.02 = 14.60
    source = "AWS price list, AmazonEC2, us-east-1, 2025-11-04; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      instance_type = "r3.xlarge"
      ebs_optimized = true
      hours         = "100 h"
    }
  }
}
