# Network Firewall bills each endpoint by the hour and each GB through it. The
# trap: an endpoint stands in every zone that has one of its subnets, and the
# NAT gateway behind it is not billed in addition for the same hours and GB.

kind "aws.network_firewall" {
  title    = "Network Firewall"
  title_ja = "Network Firewall"
  aliases  = ["Network Firewall"]
  service  = "AWSNetworkFirewall"
  live     = ["network-firewall:firewall"]

  input "endpoints" {
    type      = number
    unit      = "endpoints"
    role      = "size"
    default   = 1
    over_time = true
    min       = 0
    about     = "Endpoints, one for each zone"
  }
  input "data" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data through the firewall in a month"
  }

  meter "endpoints" {
    title      = "endpoints"
    usage_type = "Endpoint-Hour"
    unit       = "hours"
    hourly     = endpoints
    off_hours  = "stays"
  }
  meter "data" {
    title      = "data"
    usage_type = "Traffic-GB-Processed"
    unit       = "GB"
    monthly    = data
  }

  terraform "aws_networkfirewall_firewall" {
    inputs {
      endpoints = max(1, length(targets(self.subnet_mapping)))
      data      = usage.monthly_data_processed_gb
    }
  }

  example "one endpoint and 100 GB" {
    region = "us-east-1"
    cost   = "294.85"            # 730 × 0.395 = 288.35; 100 × 0.065 = 6.50
    source = "AWS Network Firewall pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { data = "100 GB" }
  }
}
