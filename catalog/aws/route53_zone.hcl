# Route 53 bills a hosted zone by the month (in full from the first day, 0.10
# instead of 0.50 above 25 zones) and its queries. The trap: queries to alias
# records of AWS resources are free, so a zone that only points at CloudFront or
# a load balancer costs 0.50 whatever its traffic.

kind "aws.route53_zone" {
  title    = "Route 53 hosted zone"
  title_ja = "Route 53 ホストゾーン"
  aliases  = ["Route 53", "Route53", "DNS", "Hosted zone"]
  service  = "AmazonRoute53"
  region   = "global"
  live     = ["route53:hostedzone"]

  input "queries" {
    type  = number
    unit  = "queries"
    role  = "usage"
    min   = 0
    about = "Standard DNS queries in a month, without those to alias records of AWS resources"
  }
  input "alias_only" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether all queries go to alias records: they are free"
  }
  input "latency_queries" {
    type    = number
    unit    = "queries"
    role    = "size"
    default = null
    min     = 0
    about   = "Queries to records with latency-based routing in a month, if there are any"
  }
  input "geo_queries" {
    type    = number
    unit    = "queries"
    role    = "size"
    default = null
    min     = 0
    about   = "Queries to records with geolocation or geoproximity routing in a month, if there are any"
  }
  input "zones" {
    type    = number
    unit    = "zones"
    role    = "size"
    default = 1
    min     = 0
    about   = "Hosted zones; 0 where only health checks are meant"
  }
  input "health_checks" {
    type    = number
    unit    = "checks"
    role    = "size"
    default = 0
    min     = 0
    about   = "Health checks of endpoints within AWS; the first 50 of an account are free"
  }
  input "health_checks_external" {
    type    = number
    unit    = "checks"
    role    = "size"
    default = 0
    min     = 0
    about   = "Health checks of endpoints outside AWS"
  }
  input "health_check_options" {
    type    = number
    unit    = "options"
    role    = "size"
    default = 0
    min     = 0
    about   = "Options (HTTPS, string matching, fast interval, latency) on health checks within AWS, counted per check"
  }
  input "health_check_options_external" {
    type    = number
    unit    = "options"
    role    = "size"
    default = 0
    min     = 0
    about   = "The same on health checks outside AWS"
  }

  meter "zone" {
    title      = "hosted zone"
    usage_type = "HostedZone"
    operation  = "HostedZone"
    unit       = "zones"
    monthly    = zones
  }
  meter "queries" {
    title      = "DNS queries"
    when       = !alias_only
    usage_type = "DNS-Queries"
    operation  = "A"
    unit       = "queries"
    monthly    = queries
  }
  meter "latency_queries" {
    title      = "DNS queries, latency-based"
    when       = latency_queries != null
    usage_type = "LBR-Queries"
    unit       = "queries"
    monthly    = latency_queries
  }
  meter "geo_queries" {
    title      = "DNS queries, geo"
    when       = geo_queries != null
    usage_type = "Geo-Queries"
    unit       = "queries"
    monthly    = geo_queries
  }
  meter "health_checks" {
    title      = "health checks within AWS"
    when       = health_checks > 0
    usage_type = "Health-Check-AWS"
    unit       = "months"
    monthly    = health_checks
  }
  meter "health_checks_external" {
    title      = "health checks outside AWS"
    when       = health_checks_external > 0
    usage_type = "Health-Check-NonAWS"
    unit       = "months"
    monthly    = health_checks_external
  }
  meter "health_check_options" {
    title      = "health check options within AWS"
    when       = health_check_options > 0
    usage_type = "Health-Check-Option-AWS"
    unit       = "months"
    monthly    = health_check_options
  }
  meter "health_check_options_external" {
    title      = "health check options outside AWS"
    when       = health_check_options_external > 0
    usage_type = "Health-Check-Option-NonAWS"
    unit       = "months"
    monthly    = health_check_options_external
  }

  terraform "aws_route53_zone" {
    inputs {
      queries = null
    }
  }

  # A record costs nothing; the queries to it do, but to an alias of an AWS resource.
  terraform "aws_route53_record" {
    when = length(targets(self.alias)) == 0 && (usage.monthly_standard_queries != null || usage.monthly_latency_based_queries != null || usage.monthly_geo_queries != null)
    inputs {
      zones           = 0
      queries         = coalesce(usage.monthly_standard_queries, 0)
      latency_queries = usage.monthly_latency_based_queries
      geo_queries     = usage.monthly_geo_queries
    }
  }

  # The first option is HTTPS, then string matching, a fast interval, latency.
  terraform "aws_route53_health_check" {
    when = !contains(["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"], self.type)
    inputs {
      zones                         = 0
      queries                       = 0
      health_checks                 = coalesce(usage.endpoint_type, "aws") == "aws" ? 1 : 0
      health_checks_external        = coalesce(usage.endpoint_type, "aws") == "aws" ? 0 : 1
      health_check_options          = coalesce(usage.endpoint_type, "aws") == "aws" ? (replace(self.type, "HTTPS", "") != self.type ? 1 : 0) + (replace(self.type, "STR_MATCH", "") != self.type ? 1 : 0) + (coalesce(self.request_interval, 30) == 10 ? 1 : 0) + (coalesce(self.measure_latency, false) ? 1 : 0) : 0
      health_check_options_external = coalesce(usage.endpoint_type, "aws") == "aws" ? 0 : (replace(self.type, "HTTPS", "") != self.type ? 1 : 0) + (replace(self.type, "STR_MATCH", "") != self.type ? 1 : 0) + (coalesce(self.request_interval, 30) == 10 ? 1 : 0) + (coalesce(self.measure_latency, false) ? 1 : 0)
    }
  }
  terraform "aws_route53_health_check" {
    when = contains(["CALCULATED", "CLOUDWATCH_METRIC"], self.type)
    inputs {
      zones         = 0
      queries       = 0
      health_checks = 1
    }
  }

  example "a zone and a million queries" {
    region = "global"
    cost   = "0.90"             # 0.50; 1,000,000 × 0.0000004 = 0.40
    source = "AWS price list, AmazonRoute53, 2025-08-28"
    inputs { queries = "1M" }
  }
  example "alias records only" {
    region = "global"
    cost   = "0.50"
    source = "AWS price list, AmazonRoute53, 2025-08-28"
    inputs { alias_only = true }
  }
  example "health checks" {
    region = "global"
    cost   = "5.00"             # 0.50; 1 × 0 (first 50) ; 1 × 1.00; 2 × 0.75 = 1.50; 1 × 2.00
    source = "AWS price list, AmazonRoute53, 2025-08-28"
    inputs {
      alias_only                    = true
      health_checks                 = 1
      health_check_options          = 1
      health_checks_external        = 2
      health_check_options_external = 1
    }
  }
  example "queries by latency and by place" {
    region = "global"
    cost   = "1.80"             # 0.50; 1,000,000 × 0.0000006 = 0.60; 1,000,000 × 0.0000007 = 0.70
    source = "AWS price list, AmazonRoute53, 2025-08-28"
    inputs {
      alias_only      = true
      latency_queries = "1M"
      geo_queries     = "1M"
    }
  }
}
