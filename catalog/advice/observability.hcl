# Logs and monitors. The trap: retention changes storage only, and ingestion is
# the cost.

rule "log-retention" {
  title    = "a retention for logs that are kept for ever"
  title_ja = "無期限のログに保持期間を設定"
  kinds    = ["aws.log_group"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  # Thirty days of logs take at most what comes in within thirty days; AWS
  # compresses them, so this is the least that it saves.
  when       = !known(retention) && stored > ingest
  overlay    = { resources = { (name) = { retention = "30 days", stored = min(stored, ingest) } } }
  because    = "${name} has no retention and holds ${stored} GB; ${ingest} GB come in a month"
  because_ja = "${name} は保持期間がなく ${stored} GB を保存、月の取り込みは ${ingest} GB"
  watch      = "what has to be kept by law or contract; deleted logs do not come back"
  watch_ja   = "法令や契約で保存が必要なログ（削除すると戻りません）"
  how        = "aws_cloudwatch_log_group: retention_in_days = 30"
  how_ja     = "aws_cloudwatch_log_group: retention_in_days = 30"

  example "500 GB kept for ever" {
    saves = "16.17"             # 490 × 0.033
    file  = "resources: {logs: {type: aws.log_group, ingest: 10 GB, stored: 500 GB}}"
  }
  example "a retention is set" {
    silent = true
    file   = "resources: {logs: {type: aws.log_group, ingest: 10 GB, stored: 500 GB, retention: 7 days}}"
  }
  example "nobody said how much is stored" {
    silent = true
    file   = "resources: {logs: {type: aws.log_group, ingest: 10 GB}}"
  }
}

rule "log-infrequent-access" {
  title    = "log class Infrequent Access"
  title_ja = "低頻度アクセスのログクラス"
  kinds    = ["aws.log_group"]
  evidence = "usage"
  change   = "replacement"
  risk     = "medium"

  when       = class == "standard" && ingest > 0
  overlay    = { resources = { (name) = { class = "infrequent-access" } } }
  because    = "${name} takes in ${ingest} GB a month, which Infrequent Access takes for half"
  because_ja = "${name} の取り込みは月 ${ingest} GB。低頻度アクセスなら半額です"
  watch      = "no metric filters, no alarms on them, no Live Tail, no export to S3; a class is for ever"
  watch_ja   = "メトリクスフィルター・アラーム・Live Tail・S3 エクスポートは使えません。クラスは変更不可"
  how        = "a new aws_cloudwatch_log_group with log_group_class = \"INFREQUENT_ACCESS\""
  how_ja     = "log_group_class = \"INFREQUENT_ACCESS\" の aws_cloudwatch_log_group を新規作成"

  example "10 GB a month" {
    saves = "3.80"              # 10 × (0.76 - 0.38)
    file  = "resources: {logs: {type: aws.log_group, ingest: 10 GB, retention: 30 days}}"
  }
  example "in that class already" {
    silent = true
    file   = "resources: {logs: {type: aws.log_group, ingest: 10 GB, class: infrequent-access}}"
  }
}

rule "datadog-by-task" {
  title    = "Datadog by Fargate task instead of by host"
  title_ja = "Datadog をホストではなく Fargate タスクで"
  kinds    = ["datadog.host"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  # Hosts where there are only Fargate tasks: there is nothing that could be one.
  when = length(lookup(all, "aws.fargate", [])) > 0 && length(lookup(all, "aws.ec2", [])) + length(lookup(all, "aws.asg", [])) + length(lookup(all, "aws.eks_node_group", [])) == 0
  overlay = { resources = { (name) = {
    type     = "datadog.fargate"
    tasks    = sum([for f in lookup(all, "aws.fargate", []) : f.tasks * f.count])
    apm      = apm
    term     = term
    schedule = schedule
  } } }
  because    = "${environment} runs on Fargate, which Datadog bills by task, and ${name} counts ${hosts} hosts"
  because_ja = "${environment} は Fargate のみ（Datadog はタスク課金）ですが、${name} は ${hosts} ホストで計上されています"
  watch      = "hosts that stand elsewhere; APM on Fargate has a price of its own"
  watch_ja   = "別の場所にあるホスト。Fargate の APM は別料金です"
  how        = "the agent as a sidecar with ECS_FARGATE=true; the plan's host commitment at the next renewal"
  how_ja     = "ECS_FARGATE=true のサイドカーとしてエージェントを配置。ホスト契約は更新時に見直し"

  example "two hosts for four tasks" {
    saves = "26.00"             # 2 × 15 - 4 × 1
    file  = <<-YAML
      resources:
        web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
        api: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
        apm: {type: datadog.host, hosts: 2}
    YAML
  }
  example "instances are hosts" {
    silent = true
    file   = <<-YAML
      resources:
        web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
        app: {type: aws.ec2, instance_type: m7g.large}
        apm: {type: datadog.host, hosts: 2}
    YAML
  }
  example "forty tasks are dearer than two hosts" {
    silent = true
    file   = <<-YAML
      resources:
        web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 40}
        apm: {type: datadog.host, hosts: 2}
    YAML
  }
}

rule "sentry-reserved" {
  title    = "another reserved volume of Sentry errors"
  title_ja = "Sentry の予約エラー数を見直し"
  kinds    = ["sentry.plan"]
  evidence = "usage"
  change   = "in-place"
  risk     = "low"

  for_each   = [0, 100000, 200000, 300000, 400000, 500000, 1000000, 1500000, 2000000, 3000000, 5000000, 10000000, 15000000, 20000000]
  when       = plan != "developer" && each != reserved_errors && errors >= 0
  overlay    = { resources = { (name) = { reserved_errors = each } } }
  because    = "${name} has ${errors} errors a month and ${reserved_errors} reserved; ${each} would be cheaper"
  because_ja = "${name} のエラーは月 ${errors} 件、予約は ${reserved_errors} 件（${each} 件が最安）"
  watch      = "what is reserved is paid in a quiet month as well"
  watch_ja   = "予約分はエラーが少ない月も支払います"
  how        = "Sentry: Settings, Subscription, Manage Subscription: reserved errors"
  how_ja     = "Sentry の Settings → Subscription → Manage Subscription で予約数を変更"

  example "500,000 errors without a reserve" {
    saves = "21.145"            # 50,000 × 0.0003625 + 400,000 × 0.0002188 = 105.645; 14.50 + 400,000 × 0.000175 = 84.50
    file  = "resources: {errors: {type: sentry.plan, plan: team, errors: 500000}}"
  }
  example "the free 50,000" {
    silent = true
    file   = "resources: {errors: {type: sentry.plan, plan: team, errors: 40000}}"
  }
  example "errors not stated" {
    silent = true
    file   = "resources: {errors: {type: sentry.plan, plan: team}}"
  }
}
