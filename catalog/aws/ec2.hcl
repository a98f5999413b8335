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
  note     = "On demand, shared tenancy. The root volume and other disks are aws.ebs; Spot has no list price, a dedicated host is aws.dedicated_host."

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
    usage_type = "BoxUsage:${instance_type}"
    operation  = lookup({ linux = "RunInstances", windows = "RunInstances:0002", rhel = "RunInstances:0010", suse = "RunInstances:000g" }, os, "RunInstances")
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

  # Windows, dedicated and Spot have prices of their own, which this kind has not.
  terraform "aws_instance" {
    when = contains(["default", ""], coalesce(self.tenancy, "default")) && length(targets(self.instance_market_options)) == 0
    inputs {
      instance_type       = self.instance_type
      public_ip           = length(referrers("aws_eip")) + length(referrers("aws_eip_association")) == 0 && coalesce(self.associate_public_ip_address, false)
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
}
