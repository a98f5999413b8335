# What nobody uses at night need not run at night. The residual is the other
# half of the answer: what goes on is listed under the advice.

rule "off-hours" {
  title    = "switch off outside office hours"
  title_ja = "業務時間外に停止"
  about    = "environment"
  evidence = "configuration"
  change   = "in-place"
  risk     = "medium"

  when = stops > 0 && stage == "non-production"
  # A file's own schedule, else office hours in the file's own time zone.
  overlay = length(schedules) > 0 ? { schedule = schedules[0] } : {
    schedules = { office = { on = "Mon-Fri 08:00-20:00", timezone = timezone } }
    schedule  = "office"
  }
  because    = "${environment} is not production and has no schedule; ${length(schedules) > 0 ? schedules[0] : "Mon-Fri 08:00-20:00"} would do"
  because_ja = "${environment} は本番ではなく、スケジュールがありません（${length(schedules) > 0 ? schedules[0] : "Mon-Fri 08:00-20:00"}）"
  watch      = "who works at night or from another time zone, jobs that are due then, databases that are never backed up while stopped"
  watch_ja   = "夜間や別のタイムゾーンでの作業、夜間ジョブ、停止中はバックアップされないデータベース"
  how        = "kanjo offhours, or a schedule on desired counts, instances and clusters"
  how_ja     = "kanjo offhours、またはタスク数・インスタンス・クラスターのスケジュール"

  example "staging around the clock" {
    saves = "28.917385714286"   # 44.9826 × 108/168
    file  = <<-YAML
      schedules: {office: {on: "Mon-Fri 08:00-20:00", timezone: Asia/Tokyo}}
      environments: {staging: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "staging without a schedule in the file" {
    saves = "28.917385714286"
    file  = <<-YAML
      timezone: Asia/Tokyo
      environments: {staging: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "production runs at night" {
    silent = true
    file   = <<-YAML
      timezone: Asia/Tokyo
      environments: {production: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "nothing that could stop" {
    silent = true
    file   = <<-YAML
      timezone: Asia/Tokyo
      environments: {staging: {}}
      resources: {nat: {type: aws.nat_gateway, data: 60 GB}}
    YAML
  }
  example "no time zone, no guess" {
    silent = true
    file   = <<-YAML
      environments: {staging: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
}

# Last: what is bought by the hour is bought for the hours that remain.
rule "savings-plan-size" {
  title    = "a smaller Savings Plan after everything else"
  title_ja = "他の削減後に Savings Plan を縮小"
  about    = "bill"
  last     = true
  evidence = "bill"
  change   = "in-place"
  risk     = "low"

  when = sum([for c in commitments : c.unused]) > 0
  overlay = { billing = { commitments = {
    for c in commitments : c.name => { hourly = c.hourly - c.unused / period_hours } if c.unused > 0
  } } }
  because    = "a part of what is committed buys nothing"
  because_ja = "コミットの一部が使われていません"
  watch      = "a running term cannot be changed: this is the size of the next one"
  watch_ja   = "契約期間中は変更できません。次回契約時の金額です"
  how        = "buy the smaller hourly amount when the term ends; before that let other accounts of the organization use it"
  how_ja     = "期間終了時に時間あたりの金額を下げて購入。それまでは組織内の他アカウントで利用"

  example "a plan of 0.10 over 0.049296" {
    saves = "37.01392"          # 730 × 0.10 = 73.00; 44.9826 × 0.8 = 35.98608 is used
    file  = <<-YAML
      billing: {commitments: {sp: {hourly: 0.10, discount: 20 %, covers: [aws.fargate]}}}
      environments: {production: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "a plan that is used up" {
    silent = true
    file   = <<-YAML
      billing: {commitments: {sp: {hourly: 0.04, discount: 20 %, covers: [aws.fargate]}}}
      environments: {production: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
}
