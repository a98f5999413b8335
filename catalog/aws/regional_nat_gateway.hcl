# A regional NAT gateway is one object that spreads over the zones by itself;
# AWS bills it in usage types of its own, for each zone in which it is active.
# The trap: it looks like one gateway and costs one per zone. The book has no
# price for it, so its lines are listed as unpriced and never as 0.

kind "aws.regional_nat_gateway" {
  title    = "Regional NAT gateway"
  title_ja = "リージョナル NAT ゲートウェイ"
  aliases  = ["Regional NAT"]
  service  = "AmazonEC2"

  input "azs" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 2
    min     = 1
    about   = "Availability Zones in which it is active"
  }
  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data through the gateway in a month, both directions"
  }

  meter "hours" {
    title      = "gateway hours"
    usage_type = "RegionalNatGateway-Hours"
    operation  = "RegionalNatGateway"
    unit       = "hours"
    hourly     = azs
    off_hours  = "stays"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = azs
    off_hours  = "stays"
  }
  meter "data" {
    title      = "data processed"
    usage_type = "RegionalNatGateway-Bytes"
    operation  = "RegionalNatGateway"
    unit       = "GB"
    monthly    = data
  }
}
