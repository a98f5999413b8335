# A Site-to-Site VPN connection bills every hour it is available, with traffic or
# without. The trap: it bills from its creation, before the other side is set up;
# data out pays the internet's price; an attachment to a transit gateway is a
# second hourly price (aws.transit_gateway).

kind "aws.vpn" {
  title    = "Site-to-Site VPN"
  title_ja = "Site-to-Site VPN"
  aliases  = ["VPN", "VPN connection", "Site to Site VPN"]
  service  = "AmazonVPC"
  live     = ["ec2:vpn-connection"]
  note     = "Accelerated VPN, which adds Global Accelerator, is not priced. Data out is aws.data_transfer."

  input "connections" {
    type    = number
    unit    = "connections"
    role    = "size"
    default = 1
    min     = 0
    about   = "VPN connections of two tunnels each"
  }

  meter "hours" {
    title      = "connection hours"
    usage_type = "VPN-Usage-Hours:ipsec.1"
    operation  = "CreateVpnConnection"
    unit       = "hours"
    hourly     = connections
    off_hours  = "stays"
  }

  terraform "aws_vpn_connection" {
    inputs {
      connections = 1
    }
  }

  example "one connection" {
    region = "ap-northeast-1"
    cost   = "35.04"            # 730 × 0.048
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs { connections = 1 }
  }
  example "one connection in Virginia" {
    region = "us-east-1"
    cost   = "36.50"            # 730 × 0.05
    source = "AWS price list, AmazonVPC, us-east-1, 2025-11-04"
    inputs { connections = 1 }
  }
}
