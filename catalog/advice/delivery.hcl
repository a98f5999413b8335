# CloudFront by the GB or by the month. A plan takes the web ACL and the zone of
# its distribution with it, so they are part of the comparison; the free tier is
# what decides.

rule "cloudfront-flat-rate" {
  title    = "a CloudFront flat-rate plan"
  title_ja = "CloudFront の定額プラン"
  kinds    = ["aws.cloudfront"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  locals {
    plans = [
      { plan = "free", requests = 1000000, transfer = 100 },
      { plan = "pro", requests = 10000000, transfer = 51200 },
      { plan = "business", requests = 125000000, transfer = 51200 },
      { plan = "premium", requests = 500000000, transfer = 51200 },
    ]
  }
  for_each = local.plans
  # A plan is for one distribution with one web ACL and one zone.
  when = plan == "pay-as-you-go" && count == 1 && length(all["aws.cloudfront"]) == 1 && sum(values(transfer_out)) <= each.transfer && https_requests + (known(http_requests) ? http_requests : 0) <= each.requests
  overlay = [
    { resources = { (name) = { plan = each.plan } } },
    length(lookup(all, "aws.wafv2", [])) == 1 ? (all["aws.wafv2"][0].scope == "cloudfront" ? { resources = { (all["aws.wafv2"][0].name) = null } } : null) : null,
    length(lookup(all, "aws.route53_zone", [])) == 1 ? { resources = { (all["aws.route53_zone"][0].name) = null } } : null,
  ]
  because    = "${sum(values(transfer_out))} GB and ${https_requests} requests a month fit into the plan ${each.plan}, with the web ACL and the zone"
  because_ja = "月 ${sum(values(transfer_out))} GB・${https_requests} リクエストは ${each.plan} プランに収まります（Web ACL とゾーンを含む）"
  watch      = "above its limits AWS slows delivery; the plan decides which WAF rules and features there are"
  watch_ja   = "上限を超えると配信が遅くなります。使える WAF ルールや機能はプランによります"
  how        = "CloudFront console or API: subscribe the distribution to the plan; Terraform has no attribute for it yet"
  how_ja     = "CloudFront のコンソールまたは API でプランを適用（Terraform の属性はまだありません）"

  example "1 TB and 10M requests without the free tier: 143.24 against 15" {
    saves = "128.236"           # 1,024 × 0.114 = 116.736; 10M × 0.0000012 = 12.00; web ACL 5 + 3 + 6 = 14.00; zone 0.50; less 15.00
    file  = <<-YAML
      resources:
        cdn: {type: aws.cloudfront, transfer_out: {Japan: 1 TB}, https_requests: 10M}
        waf: {type: aws.wafv2, scope: cloudfront, rules: 3, requests: 10M}
        zone: {type: aws.route53_zone, alias_only: true}
    YAML
  }
  example "the same with the free tier: 14.50 against 15" {
    silent = true
    costs  = "0.50"
    file   = <<-YAML
      free_tier: on
      resources:
        cdn: {type: aws.cloudfront, transfer_out: {Japan: 1 TB}, https_requests: 10M}
        waf: {type: aws.wafv2, scope: cloudfront, rules: 3, requests: 10M}
        zone: {type: aws.route53_zone, alias_only: true}
    YAML
  }
  example "traffic not stated" {
    silent = true
    file   = "resources: {cdn: {type: aws.cloudfront}}"
  }
}
