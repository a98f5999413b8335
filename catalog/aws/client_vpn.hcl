# A Client VPN endpoint bills every hour for each subnet that is associated with
# it, used or not, and every hour of each connected person. The trap: two subnets
# in Tokyo are 219.00 a month before anybody connects; only removing the
# associations stops it.

kind "aws.client_vpn" {
  title    = "Client VPN"
  title_ja = "Client VPN"
  aliases  = ["AWS Client VPN", "Client VPN endpoint"]
  service  = "AmazonVPC"
  live     = ["ec2:client-vpn-endpoint"]

  input "associations" {
    type  = number
    unit  = "subnets"
    role  = "size"
    min   = 0
    about = "Subnets associated with the endpoint"
  }
  input "connections" {
    type      = number
    unit      = "connections"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "People connected at the same time while the system is on; AWS bills each by the hour"
  }

  meter "associations" {
    title      = "association hours"
    usage_type = "ClientVPN-EndpointHours"
    unit       = "hours"
    hourly     = associations
    off_hours  = "stays"
  }
  meter "connections" {
    title      = "connection hours"
    usage_type = "ClientVPN-ConnectionHours"
    unit       = "hours"
    hourly     = connections
    off_hours  = "stops"
  }

  terraform "aws_ec2_client_vpn_network_association" {
    inputs {
      associations = 1
    }
  }
  terraform "aws_ec2_client_vpn_endpoint" {
    inputs {
      associations = 0
      connections  = usage.monthly_client_connection_hours == null ? null : usage.monthly_client_connection_hours / 730
    }
  }

  example "two subnets" {
    region = "ap-northeast-1"
    cost   = "219.00"           # 2 × 730 × 0.15
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs { associations = 2 }
  }
  example "one subnet with three people on average" {
    region = "ap-northeast-1"
    cost   = "219.00"           # 730 × 0.15 = 109.50; 3 × 730 × 0.05 = 109.50
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs {
      associations = 1
      connections  = 3
    }
  }
}
