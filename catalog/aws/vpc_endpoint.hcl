# An interface endpoint bills every hour in every zone, and every GB; a gateway
# endpoint (S3, DynamoDB) is free. The trap: three endpoints in two zones are six
# times the hourly price, 61.32 a month in Tokyo, and they replace the NAT's price
# per GB but not the NAT itself, which traffic to the internet still needs.

kind "aws.vpc_endpoint" {
  title    = "VPC endpoint"
  title_ja = "VPC エンドポイント"
  aliases  = ["VPC endpoints", "VPCE", "PrivateLink", "Interface endpoint"]
  service  = "AmazonVPC"
  live     = ["ec2:vpc-endpoint"]

  input "endpoint" {
    type    = text
    role    = "size"
    default = "interface"
    one_of  = ["interface", "gateway", "gateway-load-balancer"]
    about   = "Interface endpoint (PrivateLink), the free gateway endpoint of S3 and DynamoDB, or one to a Gateway Load Balancer"
  }
  input "services" {
    type    = number
    unit    = "services"
    role    = "size"
    default = 1
    min     = 0
    about   = "Services with an endpoint, such as ECR API, ECR Docker and Logs"
  }
  input "azs" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 2
    min     = 1
    about   = "Availability Zones in which each endpoint has an interface"
  }
  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data through all the endpoints in a month, both directions"
  }

  meter "hours" {
    title      = "endpoint hours"
    when       = endpoint == "interface"
    usage_type = "VpcEndpoint-Hours"
    operation  = "VpcEndpoint"
    unit       = "hours"
    hourly     = services * azs
    off_hours  = "stays"
  }
  meter "data" {
    title      = "data processed"
    when       = endpoint == "interface"
    usage_type = "VpcEndpoint-Bytes"
    operation  = "VpcEndpoint"
    unit       = "GB"
    monthly    = data
  }
  meter "gwlb_hours" {
    title      = "Gateway Load Balancer endpoint hours"
    when       = endpoint == "gateway-load-balancer"
    usage_type = "VpcEndpoint-GWLBE-Hours"
    unit       = "hours"
    hourly     = services * azs
    off_hours  = "stays"
  }
  meter "gwlb_data" {
    title      = "data through Gateway Load Balancer endpoints"
    when       = endpoint == "gateway-load-balancer"
    usage_type = "VpcEndpoint-GWLBE-Bytes"
    unit       = "GB"
    monthly    = data
  }

  terraform "aws_vpc_endpoint" {
    when = self.vpc_endpoint_type == "Interface"
    inputs {
      endpoint = "interface"
      services = 1
      azs      = max(1, length(targets(self.subnet_ids)))
      data     = usage.monthly_data_processed_gb
    }
  }
  terraform "aws_vpc_endpoint" {
    when = coalesce(self.vpc_endpoint_type, "Gateway") == "Gateway"
    inputs {
      endpoint = "gateway"
    }
  }
  terraform "aws_vpc_endpoint" {
    when = self.vpc_endpoint_type == "GatewayLoadBalancer"
    inputs {
      endpoint = "gateway-load-balancer"
      services = 1
      azs      = max(1, length(targets(self.subnet_ids)))
      data     = usage.monthly_data_processed_gb
    }
  }

  example "three services in two zones" {
    region = "ap-northeast-1"
    cost   = "61.32"            # 3 × 2 × 730 × 0.014
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2026-09-24"
    inputs {
      services = 3
      azs      = 2
    }
  }
  example "one service in three zones" {
    region = "ap-northeast-1"
    cost   = "30.66"            # 3 × 730 × 0.014
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2026-09-24"
    inputs { azs = 3 }
  }
  example "with 60 GB" {
    region = "ap-northeast-1"
    cost   = "61.92"            # 61.32; 60 × 0.01 = 0.60
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2026-09-24"
    inputs {
      services = 3
      azs      = 2
      data     = "60 GB"
    }
  }
  example "a gateway endpoint is free" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS: gateway endpoints for S3 and DynamoDB have no charge, 2026"
    inputs { endpoint = "gateway" }
  }
  example "a Gateway Load Balancer endpoint" {
    region = "us-east-1"
    cost   = "10.80"             # 730 × 0.01 = 7.30; 1,000 × 0.0035 = 3.50
    source = "AWS price list, AmazonVPC, us-east-1, 2025-11-04"
    inputs {
      endpoint = "gateway-load-balancer"
      azs      = 1
      data     = "1000 GB"
    }
  }
}
