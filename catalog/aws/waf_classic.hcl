# WAF Classic bills each web ACL and each rule by the month and the requests it
# looks at. The trap: AWS ended it on 30 September 2025; a web ACL that is left
# protects nothing new, and wafv2 costs the same.

kind "aws.waf_classic" {
  title    = "WAF Classic web ACL"
  title_ja = "WAF Classic ウェブ ACL"
  aliases  = ["WAF Classic"]
  service  = "awswaf"
  region   = "global"
  live     = ["waf:webacl"]
  note     = "WAF Classic has ended on 2025-09-30. No source of the book has its prices, which were those of aws.wafv2; regional ones of WAF Classic are not read."

  input "rules" {
    type  = number
    unit  = "rules"
    role  = "size"
    min   = 0
    about = "Rules and rule groups of the web ACL, with the rules in its groups"
  }
  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Requests that it looks at in a month"
  }

  meter "web_acls" {
    title      = "web ACL"
    usage_type = "WebACL"
    unit       = "months"
    monthly    = 1
  }
  meter "rules" {
    title      = "rules"
    usage_type = "Rule"
    unit       = "months"
    monthly    = rules
  }
  meter "requests" {
    title      = "requests"
    usage_type = "Request"
    unit       = "requests"
    monthly    = requests
  }

  terraform "aws_waf_web_acl" {
    inputs {
      rules    = length(targets(self.rules)) + coalesce(usage.rule_group_rules, 0)
      requests = usage.monthly_requests
    }
  }
}
