# A NAT gateway bills every hour it exists, every GB that passes through it in
# either direction, and its public IPv4 address. The trap: traffic to the
# internet pays the NAT's price and the internet's, a gateway per zone doubles
# the hours, and nothing of it stops at night.

kind "aws.nat_gateway" {
  title    = "NAT gateway"
  title_ja = "NAT ゲートウェイ"
  aliases  = ["NAT", "NAT GW", "VPC NAT gateway"]
  service  = "AmazonEC2"
  live     = ["ec2:natgateway"]

  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    about = "Data through the gateway in a month, both directions"
  }

  # No meter reads these: they say what an endpoint would take off the gateway,
  # and `kanjo advise` asks for them.
  input "s3_data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Part of data that goes to S3 and DynamoDB of the region, ECR's layers included; for kanjo advise"
  }
  input "aws_data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Part of data that goes to other AWS services of the region; for kanjo advise"
  }
  input "aws_services" {
    type  = number
    unit  = "services"
    role  = "usage"
    min   = 1
    about = "How many services aws_data goes to; each needs an interface endpoint; for kanjo advise"
  }
  input "zones" {
    type  = number
    unit  = "zones"
    role  = "usage"
    min   = 1
    about = "Availability zones of the subnets behind the gateway; for kanjo advise"
  }
  input "own_address" {
    type    = switch
    role    = "size"
    default = true
    about   = "Whether its public address is counted here; false for a private gateway, or where an Elastic IP is a resource of its own"
  }

  check "range" {
    condition = data >= 0
    message   = "data cannot be negative"
  }

  meter "hours" {
    title      = "gateway hours"
    usage_type = "NatGateway-Hours"
    operation  = "NatGateway"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "ipv4" {
    title      = "public IPv4 address"
    when       = own_address
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "data" {
    title      = "data processed"
    usage_type = "NatGateway-Bytes"
    operation  = "NatGateway"
    unit       = "GB"
    monthly    = data
  }

  # An aws_eip owns its address.
  terraform "aws_nat_gateway" {
    inputs {
      own_address = self.connectivity_type != "private" && known(self.allocation_id) && self.allocation_id == null
      data        = usage.monthly_data_processed_gb
    }
  }

  example "one in Tokyo" {
    region = "ap-northeast-1"
    cost   = "52.63"            # 730 × 0.062 = 45.26; 730 × 0.005 = 3.65; 60 × 0.062 = 3.72
    source = "AWS price list, AmazonEC2 and AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs { data = "60 GB" }
  }
}
