# On pay-as-you-go CloudFront bills data out and requests by where the viewer
# is, in price ladders per geography; a flat-rate plan bills one fee per
# distribution and slows down above its limits instead of billing. The trap: the
# first 1,024 GB and 10 million requests a month are free for ever, once per
# payer, so the list price and the invoice differ by 128.74 in Japan.

kind "aws.cloudfront" {
  title    = "CloudFront distribution"
  title_ja = "CloudFront ディストリビューション"
  aliases  = ["CloudFront", "CDN", "Amazon CloudFront"]
  service  = "AmazonCloudFront"
  region   = "global"
  live     = ["cloudfront:distribution"]
  note     = "A flat-rate plan also covers the web ACL, the Route 53 zone, CloudFront Functions and log ingestion of its distribution: leave those resources out."

  locals {
    geography = {
      "Asia Pacific"  = "AP"
      "Australia"     = "AU"
      "Canada"        = "CA"
      "Europe"        = "EU"
      "India"         = "IN"
      "Japan"         = "JP"
      "Middle East"   = "ME"
      "South Africa"  = "ZA"
      "South America" = "SA"
      "United States" = "US"
    }
    usage_geography = { us = "United States", europe = "Europe", south_africa = "South Africa", south_america = "South America", japan = "Japan", australia = "Australia", asia_pacific = "Asia Pacific", india = "India" }
    # What a plan holds in a month; beyond it AWS may slow delivery, never bill.
    plan_requests = { "pay-as-you-go" = 0, free = 1000000, pro = 10000000, business = 125000000, premium = 500000000 }
    plan_transfer = { "pay-as-you-go" = 0, free = 100, pro = 51200, business = 51200, premium = 51200 }
  }

  input "plan" {
    type    = text
    role    = "size"
    default = "pay-as-you-go"
    one_of  = ["pay-as-you-go", "free", "pro", "business", "premium"]
    about   = "Pay-as-you-go, or a flat-rate plan with one fee a month"
  }
  input "transfer_out" {
    type  = map(number)
    unit  = "GB"
    role  = "usage"
    min   = 0
    one_of = ["Japan", "United States", "Europe", "Asia Pacific", "Australia", "India", "South America", "Canada", "Middle East", "South Africa"]
    about = "Data to viewers in a month, by geography: Japan, United States, Europe, Asia Pacific, Australia, India, South America, Canada, Middle East, South Africa"
  }
  input "https_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "HTTPS requests in a month; spread over the geographies in proportion to transfer_out"
  }
  input "http_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Unencrypted HTTP requests in a month; spread over the geographies in proportion to transfer_out"
  }
  input "transfer_to_origin" {
    type  = map(number)
    unit  = "GB"
    role  = "usage"
    min   = 0
    one_of = ["Japan", "United States", "Europe", "Asia Pacific", "Australia", "India", "South America", "Canada", "Middle East", "South Africa"]
    about = "Data from viewers to the origin (POST, PUT) in a month, by geography; origin to CloudFront is free"
  }
  input "functions" {
    type  = number
    unit  = "invocations"
    role  = "usage"
    min   = 0
    about = "Invocations of CloudFront Functions in a month"
  }

  input "https_by_geography" {
    type    = map(number)
    unit    = "requests"
    role    = "size"
    default = {}
    min     = 0
    one_of  = ["Japan", "United States", "Europe", "Asia Pacific", "Australia", "India", "South America", "Canada", "Middle East", "South Africa"]
    about   = "HTTPS requests in a month by geography, beside https_requests"
  }
  input "http_by_geography" {
    type    = map(number)
    unit    = "requests"
    role    = "size"
    default = {}
    min     = 0
    one_of  = ["Japan", "United States", "Europe", "Asia Pacific", "Australia", "India", "South America", "Canada", "Middle East", "South Africa"]
    about   = "Unencrypted HTTP requests in a month by geography, beside http_requests"
  }
  input "invalidations" {
    type    = number
    unit    = "paths"
    role    = "size"
    default = null
    min     = 0
    about   = "Paths invalidated in a month, if there are any; the first 1,000 are free"
  }
  input "field_level_encryption" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests with field-level encryption in a month, if there are any"
  }
  input "dedicated_ip_certificates" {
    type    = number
    unit    = "certificates"
    role    = "size"
    default = null
    min     = 0
    about   = "Custom certificates with addresses of their own (ssl_support_method vip), if there are any"
  }

  caveat "plan-limit" {
    when    = plan == "pay-as-you-go" ? false : (((known(https_requests) ? https_requests : 0) + (known(http_requests) ? http_requests : 0) > local.plan_requests[plan]) ? true : (known(transfer_out) ? sum(values(transfer_out)) > local.plan_transfer[plan] : false))
    message = "the traffic is above what the flat-rate plan holds (free 1M requests and 100 GB, pro 10M and 50 TB, business 125M and 50 TB, premium 500M and 50 TB): AWS slows delivery and asks for a larger plan; nothing is billed"
  }

  meter "plan_free" {
    title      = "flat-rate plan Free"
    when       = plan == "free"
    usage_type = "FlatRatePlan-Free"
    unit       = "months"
    monthly    = 1
  }
  meter "plan_pro" {
    title      = "flat-rate plan Pro"
    when       = plan == "pro"
    usage_type = "FlatRatePlan-Pro"
    unit       = "months"
    monthly    = 1
  }
  meter "plan_business" {
    title      = "flat-rate plan Business"
    when       = plan == "business"
    usage_type = "FlatRatePlan-Business"
    unit       = "months"
    monthly    = 1
  }
  meter "plan_premium" {
    title      = "flat-rate plan Premium"
    when       = plan == "premium"
    usage_type = "FlatRatePlan-Premium"
    unit       = "months"
    monthly    = 1
  }
  meter "transfer_out" {
    title      = "data to viewers"
    when       = plan == "pay-as-you-go"
    for_each   = transfer_out
    usage_type = "${local.geography[each.key]}-DataTransfer-Out-Bytes"
    operation  = "GET"
    unit       = "GB"
    monthly    = each.value
  }
  meter "https_requests" {
    title      = "HTTPS requests"
    when       = plan == "pay-as-you-go"
    for_each   = transfer_out
    usage_type = "${local.geography[each.key]}-Requests-Tier2-HTTPS"
    operation  = "GET"
    unit       = "requests"
    monthly    = sum(values(transfer_out)) > 0 ? https_requests * each.value / sum(values(transfer_out)) : https_requests / length(keys(transfer_out))
  }
  meter "http_requests" {
    title      = "HTTP requests"
    when       = plan == "pay-as-you-go"
    for_each   = transfer_out
    usage_type = "${local.geography[each.key]}-Requests-Tier1"
    operation  = "GET"
    unit       = "requests"
    monthly    = sum(values(transfer_out)) > 0 ? http_requests * each.value / sum(values(transfer_out)) : http_requests / length(keys(transfer_out))
  }
  meter "transfer_to_origin" {
    title      = "data to the origin"
    when       = plan == "pay-as-you-go"
    for_each   = transfer_to_origin
    usage_type = "${local.geography[each.key]}-DataTransfer-Out-OBytes"
    operation  = "POST"
    unit       = "GB"
    monthly    = each.value
  }
  meter "functions" {
    title      = "CloudFront Functions"
    when       = plan == "pay-as-you-go"
    usage_type = "Executions-CloudFrontFunctions"
    unit       = "invocations"
    monthly    = functions
  }

  meter "https_by_geography" {
    title      = "HTTPS requests"
    when       = plan == "pay-as-you-go"
    for_each   = https_by_geography
    usage_type = "${local.geography[each.key]}-Requests-Tier2-HTTPS"
    operation  = "GET"
    unit       = "requests"
    monthly    = each.value
  }
  meter "http_by_geography" {
    title      = "HTTP requests"
    when       = plan == "pay-as-you-go"
    for_each   = http_by_geography
    usage_type = "${local.geography[each.key]}-Requests-Tier1"
    operation  = "GET"
    unit       = "requests"
    monthly    = each.value
  }
  meter "invalidations" {
    title      = "invalidated paths"
    when       = invalidations != null && plan == "pay-as-you-go"
    usage_type = "Invalidations"
    unit       = "paths"
    monthly    = invalidations
  }
  meter "field_level_encryption" {
    title      = "field-level encryption"
    when       = field_level_encryption != null && plan == "pay-as-you-go"
    usage_type = "Requests-FieldLevelEncryption"
    unit       = "requests"
    monthly    = field_level_encryption
  }
  meter "dedicated_ip_certificates" {
    title      = "certificates with dedicated addresses"
    when       = dedicated_ip_certificates != null && plan == "pay-as-you-go"
    usage_type = "SSL-Cert-Custom"
    unit       = "certificates"
    monthly    = dedicated_ip_certificates
  }

  # logging_config is standard logging, which is free; real-time logs are another resource.
  terraform "aws_cloudfront_distribution" {
    inputs {
      transfer_out              = usage.monthly_data_transfer_to_internet_gb == null ? null : { for place, amount in usage.monthly_data_transfer_to_internet_gb : local.usage_geography[place] => amount if amount != null && contains(keys(local.usage_geography), place) }
      transfer_to_origin        = usage.monthly_data_transfer_to_origin_gb == null ? null : { for place, amount in usage.monthly_data_transfer_to_origin_gb : local.usage_geography[place] => amount if amount != null && contains(keys(local.usage_geography), place) }
      https_requests            = usage.monthly_https_requests == null ? null : 0
      http_requests             = usage.monthly_http_requests == null ? null : 0
      https_by_geography        = usage.monthly_https_requests == null ? {} : { for place, amount in usage.monthly_https_requests : local.usage_geography[place] => amount if amount != null && contains(keys(local.usage_geography), place) }
      http_by_geography         = usage.monthly_http_requests == null ? {} : { for place, amount in usage.monthly_http_requests : local.usage_geography[place] => amount if amount != null && contains(keys(local.usage_geography), place) }
      invalidations             = usage.monthly_invalidation_requests
      field_level_encryption    = usage.monthly_encryption_requests
      dedicated_ip_certificates = try(self.viewer_certificate[0].ssl_support_method, null) == "vip" ? coalesce(usage.custom_ssl_certificates, 1) : null
    }
  }
  terraform "aws_cloudfront_function" {
    inputs {
      https_requests = 0
      http_requests  = 0
      functions      = usage.monthly_requests
    }
  }

  example "1 TB in Japan" {
    region = "global"
    cost   = "116.736"          # 1,024 × 0.114; the first 1,024 GB are free once per payer
    source = "AWS price list, AmazonCloudFront, 2026-09-24"
    inputs { transfer_out = { Japan = "1 TB" } }
  }
  example "1,000 GB in Japan" {
    region = "global"
    cost   = "114.00"           # 1,000 × 0.114
    source = "AWS price list, AmazonCloudFront, 2026-09-24"
    inputs { transfer_out = { Japan = "1000 GB" } }
  }
  example "16 TB in Japan" {
    region = "global"
    cost   = "1714.176"         # 10,240 × 0.114 = 1,167.36; 6,144 × 0.089 = 546.816
    source = "AWS price list, AmazonCloudFront, 2026-09-25"
    inputs { transfer_out = { Japan = "16 TB" } }
  }
  example "requests over two geographies" {
    region = "global"
    cost   = "119.1125"         # 750 × 0.114 = 85.50; 250 × 0.085 = 21.25; HTTPS 7.5M × 0.0000012 = 9.00, 2.5M × 0.000001 = 2.50; HTTP 0.75M × 0.0000009 = 0.675, 0.25M × 0.00000075 = 0.1875
    source = "AWS price list, AmazonCloudFront, 2026-09-24 (HTTP 2025-07-01)"
    inputs {
      transfer_out   = { Japan = "750 GB", "United States" = "250 GB" }
      https_requests = "10M"
      http_requests  = "1M"
    }
  }
  example "functions and uploads" {
    region = "global"
    cost   = "1.60"             # 10 × 0.06 = 0.60; 10,000,000 × 0.0000001 = 1.00
    source = "AWS price list, AmazonCloudFront, 2026-09-16 (uploads 2025-07-01)"
    inputs {
      transfer_to_origin = { Japan = "10 GB" }
      functions          = "10M"
    }
  }
  example "flat-rate plan Free" {
    region = "global"
    cost   = "0"
    source = "AWS's flat-rate plans of 2025-11-18, as read 2026-10-25"
    inputs { plan = "free" }
  }
  example "flat-rate plan Pro, traffic included" {
    region = "global"
    cost   = "15.00"
    source = "AWS's flat-rate plans of 2025-11-18, as read 2026-10-25"
    inputs {
      plan           = "pro"
      transfer_out   = { Japan = "1 TB" }
      https_requests = "10M"
    }
  }
  example "flat-rate plan Business" {
    region = "global"
    cost   = "200.00"
    source = "AWS's flat-rate plans of 2025-11-18, as read 2026-10-25"
    inputs { plan = "business" }
  }
  example "flat-rate plan Premium" {
    region = "global"
    cost   = "1000.00"
    source = "AWS's flat-rate plans of 2025-11-18, as read 2026-10-25"
    inputs { plan = "premium" }
  }
  example "requests by geography, invalidations, a dedicated address" {
    region = "global"
    cost   = "603.70"           # 1,000,000 × 0.000001 = 1.00; 1,000,000 × 0.0000012 = 1.20; 200 × 0.005 = 1.00; 250,000 × 0.000002 = 0.50; 600.00
    source = "AWS price list, AmazonCloudFront, 2026-09-24; prices that Infracost published for its own tests, 2024-07-01"
    inputs {
      https_by_geography        = { "United States" = "1M", Japan = "1M" }
      invalidations             = 1200
      field_level_encryption    = 250000
      dedicated_ip_certificates = 1
    }
  }
}
