# AWS WAF bills each web ACL (5 a month), each rule in it (1), a managed rule
# group like one rule, and every request it inspects. The trap: on CloudFront it
# bills in usage types of its own (Global-), AWS's paid rule groups (bot and fraud
# control, CAPTCHA) and web ACLs above 1,500 WCU cost extra and are not priced
# here, and a CloudFront flat-rate plan includes it.

kind "aws.wafv2" {
  title    = "AWS WAF web ACL"
  title_ja = "AWS WAF ウェブ ACL"
  aliases  = ["WAF", "AWS WAF", "Web ACL"]
  service  = "awswaf"
  live     = ["wafv2:regional/webacl", "wafv2:global/webacl"]

  input "scope" {
    type   = text
    role   = "size"
    one_of = ["regional", "cloudfront"]
    about  = "What it protects: load balancers and APIs of a region, or CloudFront"
  }
  input "web_acls" {
    type    = number
    unit    = "ACLs"
    role    = "size"
    default = 1
    min     = 0
    about   = "Web ACLs"
  }
  input "rules" {
    type  = number
    unit  = "rules"
    role  = "size"
    min   = 0
    about = "Own rules in each web ACL, rate limits among them"
  }
  input "managed_rule_groups" {
    type    = number
    unit    = "groups"
    role    = "size"
    default = 0
    min     = 0
    about   = "Managed rule groups in each web ACL without a fee of their own; each counts as one rule"
  }
  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Requests inspected in a month by all web ACLs together"
  }

  meter "web_acls" {
    title      = "web ACLs"
    when       = scope == "regional"
    usage_type = "WebACLV2"
    unit       = "months"
    monthly    = web_acls
  }
  meter "rules" {
    title      = "rules"
    when       = scope == "regional"
    usage_type = "RuleV2"
    unit       = "months"
    monthly    = web_acls * (rules + managed_rule_groups)
  }
  meter "requests" {
    title      = "requests"
    when       = scope == "regional"
    usage_type = "RequestV2-Tier0"
    unit       = "requests"
    monthly    = requests
  }
  meter "web_acls_cloudfront" {
    title      = "web ACLs, CloudFront"
    when       = scope == "cloudfront"
    region     = "global"
    usage_type = "Global-WebACLV2"
    unit       = "months"
    monthly    = web_acls
  }
  meter "rules_cloudfront" {
    title      = "rules, CloudFront"
    when       = scope == "cloudfront"
    region     = "global"
    usage_type = "Global-RuleV2"
    unit       = "months"
    monthly    = web_acls * (rules + managed_rule_groups)
  }
  meter "requests_cloudfront" {
    title      = "requests, CloudFront"
    when       = scope == "cloudfront"
    region     = "global"
    usage_type = "Global-RequestV2-Tier0"
    unit       = "requests"
    monthly    = requests
  }

  terraform "aws_wafv2_web_acl" {
    inputs {
      scope               = lower(self.scope)
      # Rules inside a rule group are billed with it; those inside a managed group are not.
      rules               = length(targets(self.rule)) + coalesce(usage.rule_group_rules, 0)
      managed_rule_groups = 0
      requests            = usage.monthly_requests
    }
  }

  example "on CloudFront with three rules and 10M requests" {
    region = "ap-northeast-1"
    cost   = "14.00"            # 5.00; 3 × 1.00; 10,000,000 × 0.0000006 = 6.00
    source = "AWS price list, awswaf, Global usage types, 2026"
    inputs {
      scope    = "cloudfront"
      rules    = 3
      requests = "10M"
    }
  }
  example "on a load balancer with a managed group" {
    region = "ap-northeast-1"
    cost   = "7.60"             # 5.00; (1 + 1) × 1.00; 1,000,000 × 0.0000006 = 0.60
    source = "AWS price list, awswaf, ap-northeast-1, 2026-09-24 (web ACL and rule 2025-10-03)"
    inputs {
      scope               = "regional"
      rules               = 1
      managed_rule_groups = 1
      requests            = "1M"
    }
  }
}
