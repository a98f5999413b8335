# A Route 53 Resolver endpoint bills every hour for each of its addresses, two at
# least, and the queries that pass it. The trap: inbound and outbound are two
# endpoints, so a hybrid network is four addresses, 365.00 a month, before a query;
# resolving names inside a VPC without an endpoint is free.

kind "aws.route53_resolver" {
  title    = "Route 53 Resolver endpoint"
  title_ja = "Route 53 Resolver エンドポイント"
  aliases  = ["Route 53 Resolver", "Resolver endpoint", "DNS resolver"]
  service  = "AmazonRoute53"
  live     = ["route53resolver:resolver-endpoint"]
  note     = "DNS Firewall and query logs are not priced here."

  input "addresses" {
    type    = number
    unit    = "addresses"
    role    = "size"
    default = 2
    min     = 2
    about   = "IP addresses of the endpoint, one per zone; AWS wants two at least"
  }
  input "queries" {
    type  = number
    unit  = "queries"
    role  = "usage"
    min   = 0
    about = "Queries through the endpoint in a month"
  }

  meter "addresses" {
    title      = "endpoint address hours"
    usage_type = "ResolverNetworkInterface"
    unit       = "hours"
    hourly     = addresses
    off_hours  = "stays"
  }
  meter "queries" {
    title      = "queries"
    usage_type = "DNS-Queries(Resolver)"
    unit       = "queries"
    monthly    = queries
  }

  terraform "aws_route53_resolver_endpoint" {
    inputs {
      addresses = length(targets(self.ip_address)) > 0 ? length(targets(self.ip_address)) : 2
      queries   = usage.monthly_queries
    }
  }

  example "one endpoint" {
    region = "ap-northeast-1"
    cost   = "182.50"           # 2 × 730 × 0.125
    source = "AWS price list, AmazonRoute53, ap-northeast-1, 2025-08-28"
    inputs { addresses = 2 }
  }
  example "one endpoint with two billion queries" {
    region = "ap-northeast-1"
    cost   = "782.50"           # 182.50; 1,000,000,000 × 0.0000004 = 400.00; 1,000,000,000 × 0.0000002 = 200.00
    source = "AWS price list, AmazonRoute53, ap-northeast-1, 2025-08-28"
    inputs { queries = "2B" }
  }
}
