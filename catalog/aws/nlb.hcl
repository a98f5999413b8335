# AWS bills a Network Load Balancer for every hour it exists, for the capacity
# units (NLCU) of that hour, and for the public IPv4 address that an
# internet-facing one holds in each zone. The trap: its limits are not those of
# an ALB (800 new TCP connections a second are one unit, not 25; TLS only 50), and
# cross-zone balancing pays zone-to-zone transfer (aws.data_transfer).

kind "aws.nlb" {
  title    = "Network Load Balancer"
  title_ja = "Network Load Balancer"
  aliases  = ["NLB", "Network load balancer"]
  service  = "AWSELB"
  live     = ["elasticloadbalancing:loadbalancer/net"]
  note     = "TCP, UDP and TLS traffic of one balancer are measured apart, each by its largest dimension, and added."

  input "azs" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 2
    min     = 1
    about   = "Availability Zones in which it has a subnet"
  }
  input "internal" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is internal: then it has no public addresses"
  }
  input "addresses" {
    type    = number
    unit    = "addresses"
    role    = "size"
    default = null
    min     = 0
    about   = "Public IPv4 addresses that it pays for: one per zone unless stated; 0 where its Elastic IPs are resources of their own"
  }
  input "lcu" {
    type      = number
    unit      = "LCU"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Average NLCU while traffic flows; given, it wins over the dimensions below"
  }
  input "tcp" {
    type  = object
    about = "TCP traffic; one unit is 800 new connections a second, 100,000 active connections or 1 GB an hour"
    input "new_connections" {
      type      = number
      unit      = "connections"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "New TCP connections per second"
    }
    input "active_connections" {
      type      = number
      unit      = "connections"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "Active TCP connections, sampled per minute"
    }
    input "processed" {
      type      = number
      unit      = "GB"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "TCP data processed per hour, both directions"
    }
  }
  input "udp" {
    type  = object
    about = "UDP traffic; one unit is 400 new flows a second, 50,000 active flows or 1 GB an hour"
    input "new_flows" {
      type      = number
      unit      = "flows"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "New UDP flows per second"
    }
    input "active_flows" {
      type      = number
      unit      = "flows"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "Active UDP flows, sampled per minute"
    }
    input "processed" {
      type      = number
      unit      = "GB"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "UDP data processed per hour, both directions"
    }
  }
  input "tls" {
    type  = object
    about = "TLS traffic that the balancer decrypts; one unit is 50 new connections a second, 3,000 active connections or 1 GB an hour"
    input "new_connections" {
      type      = number
      unit      = "connections"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "New TLS connections per second"
    }
    input "active_connections" {
      type      = number
      unit      = "connections"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "Active TLS connections, sampled per minute"
    }
    input "processed" {
      type      = number
      unit      = "GB"
      role      = "usage"
      min       = 0
      over_time = true
      about     = "TLS data processed per hour, both directions"
    }
  }

  meter "hours" {
    title      = "load balancer hours"
    usage_type = "LoadBalancerUsage"
    operation  = "LoadBalancing:Network"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  # Without lcu and without any dimension the result is the unset lcu itself.
  meter "lcu" {
    title      = "capacity units"
    usage_type = "LCUUsage"
    operation  = "LoadBalancing:Network"
    unit       = "LCU-hours"
    hourly = known(lcu) ? lcu : ((known(tcp.new_connections) || known(tcp.active_connections) || known(tcp.processed) || known(udp.new_flows) || known(udp.active_flows) || known(udp.processed) || known(tls.new_connections) || known(tls.active_connections) || known(tls.processed)) ? sum([
      max(
        known(tcp.new_connections) ? tcp.new_connections / 800 : 0,
        known(tcp.active_connections) ? tcp.active_connections / 100000 : 0,
        known(tcp.processed) ? tcp.processed : 0,
      ),
      max(
        known(udp.new_flows) ? udp.new_flows / 400 : 0,
        known(udp.active_flows) ? udp.active_flows / 50000 : 0,
        known(udp.processed) ? udp.processed : 0,
      ),
      max(
        known(tls.new_connections) ? tls.new_connections / 50 : 0,
        known(tls.active_connections) ? tls.active_connections / 3000 : 0,
        known(tls.processed) ? tls.processed : 0,
      ),
    ]) : lcu)
    off_hours = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    when       = !internal && addresses != 0
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = addresses == null ? azs : addresses
    off_hours  = "stays"
  }

  # An Elastic IP that a subnet mapping refers to is priced at aws_eip.
  terraform "aws_lb" {
    when = coalesce(self.load_balancer_type, "application") == "network"
    inputs {
      azs       = max(1, length(targets(self.subnets)), length(targets(self.subnet_mapping)))
      internal  = coalesce(self.internal, false)
      tcp       = usage.new_connections == null && usage.processed_bytes_gb == null ? null : { new_connections = usage.new_connections, active_connections = usage.active_connections, processed = usage.processed_bytes_gb == null ? null : usage.processed_bytes_gb / 730 }
      addresses = length(targets(self.subnet_mapping)) == 0 ? null : length([for m in self.subnet_mapping : m if known(try(m.allocation_id, null)) && try(m.allocation_id, null) == null])
    }
  }
  terraform "aws_alb" {
    when = coalesce(self.load_balancer_type, "application") == "network"
    inputs {
      azs       = max(1, length(targets(self.subnets)), length(targets(self.subnet_mapping)))
      internal  = coalesce(self.internal, false)
      tcp       = usage.new_connections == null && usage.processed_bytes_gb == null ? null : { new_connections = usage.new_connections, active_connections = usage.active_connections, processed = usage.processed_bytes_gb == null ? null : usage.processed_bytes_gb / 730 }
      addresses = length(targets(self.subnet_mapping)) == 0 ? null : length([for m in self.subnet_mapping : m if known(try(m.allocation_id, null)) && try(m.allocation_id, null) == null])
    }
  }
  terraform "aws_elastic_beanstalk_environment" {
    for_each = { for s in [{ value = coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:elasticbeanstalk:environment" && s.name == "LoadBalancerType"][0], null), "classic") }] : s.value => s if s.value == "network" }
    inputs {
      azs       = 2
      addresses = 0
      tcp       = try(usage.lb.new_connections, null) == null && try(usage.lb.processed_bytes_gb, null) == null ? null : { new_connections = try(usage.lb.new_connections, null), active_connections = try(usage.lb.active_connections, null), processed = try(usage.lb.processed_bytes_gb / 730, null) }
    }
  }

  example "internet-facing in two zones" {
    region = "ap-northeast-1"
    cost   = "25.039"           # 730 × 0.0243 = 17.739; 2 × 730 × 0.005 = 7.30
    source = "AWS price list, AWSELB and AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs { azs = 2 }
  }
  example "with Elastic IPs of their own" {
    region = "ap-northeast-1"
    cost   = "17.739"           # 730 × 0.0243
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      azs       = 2
      addresses = 0
    }
  }
  example "internal, 10,000 new TCP connections a second" {
    region = "ap-northeast-1"
    cost   = "72.489"           # 17.739; 10,000 / 800 = 12.5 units × 730 × 0.006 = 54.75
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal = true
      tcp      = { new_connections = 10000 }
    }
  }
  example "the same in Virginia" {
    region = "us-east-1"
    cost   = "71.175"           # 730 × 0.0225 = 16.425; 10,000 / 800 = 12.5 units × 730 × 0.006 = 54.75
    source = "AWS price list, AWSELB, us-east-1, 2026-10-13"
    inputs {
      internal = true
      tcp      = { new_connections = 10000 }
    }
  }
  example "TCP, UDP and TLS are added" {
    region = "ap-northeast-1"
    cost   = "35.259"           # 17.739; max(400 / 800, 0.2) = 0.5, max(100,000 / 50,000) = 2, max(75 / 50, 3,000 / 3,000) = 1.5: 4 units × 730 × 0.006 = 17.52
    source = "AWS price list, AWSELB, ap-northeast-1, 2026-09-25"
    inputs {
      internal = true
      tcp      = { new_connections = 400, processed = "0.2 GB" }
      udp      = { active_flows = 100000 }
      tls      = { new_connections = 75, active_connections = 3000 }
    }
  }
}
