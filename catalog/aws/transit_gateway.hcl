# A transit gateway has no price; AWS bills every attachment by the hour and every
# GB that enters it. The trap: an attachment per VPC in Tokyo is 51.10 a month, the
# data of a hub with an inspection VPC enters twice, and nothing stops at night.

kind "aws.transit_gateway" {
  title    = "Transit gateway"
  title_ja = "Transit Gateway"
  aliases  = ["TGW", "Transit Gateway", "Transit gateway attachment"]
  service  = "AmazonVPC"
  live     = ["ec2:transit-gateway", "ec2:transit-gateway-attachment"]

  input "vpcs" {
    type  = number
    unit  = "attachments"
    role  = "size"
    min   = 0
    about = "VPCs attached, whatever their subnets"
  }
  input "vpns" {
    type    = number
    unit    = "attachments"
    role    = "size"
    default = 0
    min     = 0
    about   = "Site-to-Site VPN connections attached; the connections themselves are aws.vpn"
  }
  input "peerings" {
    type    = number
    unit    = "attachments"
    role    = "size"
    default = 0
    min     = 0
    about   = "Peering attachments with gateways of other regions"
  }
  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data that VPCs and VPNs send into the gateway in a month; what leaves to a peering is inter-region transfer"
  }
  input "direct_connects" {
    type    = number
    unit    = "attachments"
    role    = "size"
    default = 0
    min     = 0
    about   = "Direct Connect gateways attached"
  }

  meter "vpcs" {
    title      = "VPC attachment hours"
    when       = vpcs > 0
    usage_type = "TransitGateway-Hours"
    operation  = "TransitGatewayVPC"
    unit       = "hours"
    hourly     = vpcs
    off_hours  = "stays"
  }
  meter "vpns" {
    title      = "VPN attachment hours"
    when       = vpns > 0
    usage_type = "TransitGateway-Hours"
    operation  = "TransitGatewayVPN"
    unit       = "hours"
    hourly     = vpns
    off_hours  = "stays"
  }
  meter "peerings" {
    title      = "peering attachment hours"
    when       = peerings > 0
    usage_type = "TransitGateway-Hours"
    operation  = "TransitGatewayPeering"
    unit       = "hours"
    hourly     = peerings
    off_hours  = "stays"
  }
  meter "data" {
    title      = "data processed"
    usage_type = "TransitGateway-Bytes"
    operation  = "TransitGatewayVPC"
    unit       = "GB"
    monthly    = data
  }
  meter "direct_connects" {
    title      = "Direct Connect attachment hours"
    when       = direct_connects > 0
    usage_type = "TransitGateway-Hours"
    operation  = "TransitGatewayDirectConnect"
    unit       = "hours"
    hourly     = direct_connects
    off_hours  = "stays"
  }

  terraform "aws_ec2_transit_gateway_vpc_attachment" {
    inputs {
      vpcs = 1
      data = usage.monthly_data_processed_gb
    }
  }
  terraform "aws_ec2_transit_gateway_peering_attachment" {
    inputs {
      vpcs     = 0
      peerings = 1
      data     = 0
    }
  }
  terraform "aws_vpn_connection" {
    when = !known(self.transit_gateway_id) || self.transit_gateway_id != null
    inputs {
      vpcs = 0
      vpns = 1
      data = usage.monthly_data_processed_gb
    }
  }
  terraform "aws_dx_gateway_association" {
    inputs {
      vpcs            = 0
      direct_connects = 1
      data            = usage.monthly_data_processed_gb
    }
  }

  example "three VPCs and 500 GB" {
    region = "ap-northeast-1"
    cost   = "163.30"           # 3 × 730 × 0.07 = 153.30; 500 × 0.02 = 10.00
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs {
      vpcs = 3
      data = "500 GB"
    }
  }
  example "two VPCs, a VPN and a peering" {
    region = "ap-northeast-1"
    cost   = "204.40"           # 2 × 730 × 0.07 = 102.20; 730 × 0.07 = 51.10; 730 × 0.07 = 51.10
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs {
      vpcs     = 2
      vpns     = 1
      peerings = 1
    }
  }
}
