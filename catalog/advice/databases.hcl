# Databases: what a configuration costs at the load that somebody stated.

rule "aurora-io-optimized" {
  title    = "Aurora I/O-Optimized"
  title_ja = "Aurora I/O 最適化"
  kinds    = ["aws.aurora_serverless_v2", "aws.aurora", "aws.documentdb"]
  evidence = "usage"
  change   = "in-place"
  risk     = "low"

  when       = storage_type == "standard" && io > 0
  overlay    = { resources = { (name) = { storage_type = "io-optimized" } } }
  because    = "${name} makes ${io} I/Os a month"
  because_ja = "${name} の I/O は月 ${io} 回"
  watch      = "back to standard at any time, to I/O-Optimized once in 30 days"
  watch_ja   = "標準へはいつでも戻せます。I/O 最適化への変更は 30 日に 1 回"
  how        = "aws_rds_cluster: storage_type = \"aurora-iopt1\""
  how_ja     = "aws_rds_cluster: storage_type = \"aurora-iopt1\""

  break_even {
    title    = "I/Os a month"
    title_ja = "月間 I/O"
    unit     = "requests"
    of       = io
    set      = { resources = { (name) = { io = at } } }
  }

  example "2 × 0.5 ACU, 20 GB, 300M I/Os" {
    saves      = "32.50"        # 109.50 + 2.40 + 72.00 = 183.90; 146.00 + 5.40 = 151.40
    break_even = "164583333"    # 39.50 / 0.00000024
    file       = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 16}, storage: 20 GB, io: 300M}}"
  }
  example "the same at 1.2 ACU" {
    silent = true
    costs  = "18.60"            # 350.40 + 5.40 = 355.80; 262.80 + 2.40 + 72.00 = 337.20
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 1.2, max: 16}, storage: 20 GB, io: 300M}}"
  }
  example "I/O not stated" {
    silent = true
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 16}, storage: 20 GB}}"
  }
}

rule "aurora-standard" {
  title    = "Aurora standard instead of I/O-Optimized"
  title_ja = "Aurora を I/O 最適化から標準へ"
  kinds    = ["aws.aurora_serverless_v2", "aws.aurora", "aws.documentdb"]
  evidence = "usage"
  change   = "in-place"
  risk     = "low"

  when       = storage_type == "io-optimized" && io >= 0
  overlay    = { resources = { (name) = { storage_type = "standard" } } }
  because    = "${name} makes only ${io} I/Os a month"
  because_ja = "${name} の I/O は月 ${io} 回だけです"
  watch      = "a month with more I/O costs more again"
  watch_ja   = "I/O が増えると再び高くなります"
  how        = "aws_rds_cluster: storage_type = \"\""
  how_ja     = "aws_rds_cluster: storage_type = \"\""

  break_even {
    title    = "I/Os a month"
    title_ja = "月間 I/O"
    unit     = "requests"
    of       = io
    set      = { resources = { (name) = { io = at } } }
  }

  example "2 × 0.5 ACU, 20 GB, 10M I/Os" {
    saves      = "37.10"        # 151.40 - 114.30
    break_even = "164583333"
    file       = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 16}, storage: 20 GB, storage_type: io-optimized, io: 10M}}"
  }
  example "300M I/Os" {
    silent = true
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 16}, storage: 20 GB, storage_type: io-optimized, io: 300M}}"
  }
}

# The hour's mean of max(minimum, load) is at most minimum + load: what is saved
# is the least that can be saved.
rule "serverless-minimum" {
  title    = "a lower Serverless v2 minimum"
  title_ja = "Serverless v2 の最小 ACU を下げる"
  kinds    = ["aws.aurora_serverless_v2"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  when       = acu.min > 0.5 && acu.used < acu.min
  overlay    = { resources = { (name) = { acu = { min = 0.5, average = min(acu.average, 0.5 + acu.used) } } } }
  because    = "${name} takes ${acu.used} ACU on average and pays for at least ${acu.min}"
  because_ja = "${name} の平均負荷は ${acu.used} ACU、最小 ${acu.min} ACU 分を支払っています"
  watch      = "a smaller buffer cache, a slower rise; the number of connections follows the maximum; Performance Insights wants 2 ACU"
  watch_ja   = "バッファキャッシュが減り、立ち上がりが遅くなります。Performance Insights は 2 ACU が目安"
  how        = "aws_rds_cluster: serverlessv2_scaling_configuration { min_capacity = 0.5 }"
  how_ja     = "aws_rds_cluster: serverlessv2_scaling_configuration { min_capacity = 0.5 }"

  example "2 ACU for a load of 0.4" {
    saves = "120.45"            # (2 - (0.5 + 0.4)) × 730 × 0.15
    file  = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 2, average: 2, max: 16, used: 0.4}}}"
  }
  example "load not stated" {
    silent = true
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 2, average: 2, max: 16}}}"
  }
  example "at 0.5 already" {
    silent = true
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 0.5, average: 0.5, max: 16, used: 0.4}}}"
  }
}

rule "serverless-pause" {
  title    = "let Serverless v2 pause outside production"
  title_ja = "本番以外の Serverless v2 を自動停止"
  kinds    = ["aws.aurora_serverless_v2"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  # With a schedule the idle hours are mostly those that it switches off.
  when       = acu.min > 0 && schedule == null && acu.idle > 0 && stage == "non-production"
  overlay    = { resources = { (name) = { acu = { min = 0, average = acu.average - acu.min * min(acu.idle, period_hours) / period_hours } } } }
  because    = "${name} has no connection in ${acu.idle} hours of the month; at a minimum of 0 it pauses in them"
  because_ja = "${name} は月 ${acu.idle} 時間接続がありません。最小 0 ACU なら停止します"
  watch      = "about 15 s to resume; RDS Proxy and replication slots keep it awake; storage goes on"
  watch_ja   = "再開に約 15 秒。RDS Proxy やレプリケーションスロットがあると停止しません。ストレージは継続"
  how        = "aws_rds_cluster: serverlessv2_scaling_configuration { min_capacity = 0, seconds_until_auto_pause = 300 }"
  how_ja     = "aws_rds_cluster: serverlessv2_scaling_configuration { min_capacity = 0, seconds_until_auto_pause = 300 }"

  example "500 hours without a connection in dev" {
    saves = "37.50"             # 0.5 × 500 × 0.15
    file  = <<-YAML
      environments: {dev: {}}
      resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 0.5, average: 0.5, max: 4, idle: 500 h}}}
    YAML
  }
  example "idle hours not stated" {
    silent = true
    file   = <<-YAML
      environments: {dev: {}}
      resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 0.5, average: 0.5, max: 4}}}
    YAML
  }
  example "production does not wait 15 s" {
    silent = true
    file   = <<-YAML
      environments: {production: {}}
      resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 0.5, average: 0.5, max: 4, idle: 500 h}}}
    YAML
  }
}

# A class that has the memory of the largest capacity: 2 GiB for each ACU.
rule "provisioned-instead-of-serverless" {
  title    = "a provisioned Aurora instance at this load"
  title_ja = "この負荷なら Aurora プロビジョンド"
  kinds    = ["aws.aurora_serverless_v2"]
  evidence = "usage"
  change   = "restart"
  risk     = "medium"

  locals {
    classes = [
      { acu = 2, class = "db.t4g.medium" }, { acu = 4, class = "db.t4g.large" }, { acu = 8, class = "db.r6g.large" },
      { acu = 16, class = "db.r6g.xlarge" }, { acu = 32, class = "db.r6g.2xlarge" }, { acu = 64, class = "db.r6g.4xlarge" },
    ]
  }
  for_each = local.classes
  when     = acu.max <= each.acu && acu.average > 0
  overlay = { resources = { (name) = {
    type         = "aws.aurora"
    engine       = engine
    class        = each.class
    instances    = instances
    storage_type = storage_type
    storage      = known(storage) ? storage : null
    io           = known(io) ? io : null
    backup       = known(backup) ? backup : null
    count        = count
    region       = region
    schedule     = schedule
  } } }
  because    = "${name} takes ${acu.average} ACU on average of at most ${acu.max}; ${each.class} holds that at once"
  because_ja = "${name} は平均 ${acu.average} ACU（最大 ${acu.max}）。${each.class} で足ります"
  watch      = "no capacity beyond the class; t4g classes have CPU credits; tags of the resource itself are to be carried over"
  watch_ja   = "クラスを超える余力はありません。t4g は CPU クレジット制。リソース固有のタグは引き継いでください"
  how        = "aws_rds_cluster_instance: instance_class; add a reader of the class, fail over, remove the serverless one"
  how_ja     = "aws_rds_cluster_instance の instance_class。リーダーを追加してフェイルオーバー後に旧を削除"

  example "8 ACU around the clock" {
    saves = "1295.02"           # 2 × 8 × 730 × 0.15 = 1,752.00; 2 × 730 × 0.313 = 456.98
    file  = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 8, average: 8, max: 8}}}"
  }
  example "half an ACU" {
    silent = true
    file   = "resources: {db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 8}}}"
  }
}

rule "serverless-instead-of-provisioned" {
  title    = "Aurora Serverless v2 at this load"
  title_ja = "この負荷なら Aurora Serverless v2"
  kinds    = ["aws.aurora"]
  evidence = "usage"
  change   = "restart"
  risk     = "medium"

  when = load >= 0
  overlay = { resources = { (name) = {
    type         = "aws.aurora_serverless_v2"
    engine       = engine
    acu          = { min = 0.5, average = 0.5 + load }
    instances    = instances
    storage_type = storage_type
    storage      = known(storage) ? storage : null
    io           = known(io) ? io : null
    backup       = known(backup) ? backup : null
    count        = count
    region       = region
    schedule     = schedule
  } } }
  because    = "${name} is a ${class} and its load is ${load} ACU on average"
  because_ja = "${name} は ${class}、平均負荷は ${load} ACU"
  watch      = "hours of high load cost more than the class did; set a maximum; tags of the resource itself are to be carried over"
  watch_ja   = "高負荷の時間はクラスより高くなります。最大 ACU を設定し、固有のタグは引き継いでください"
  how        = "aws_rds_cluster_instance: instance_class = \"db.serverless\" with serverlessv2_scaling_configuration"
  how_ja     = "aws_rds_cluster_instance: instance_class = \"db.serverless\" と serverlessv2_scaling_configuration"

  break_even {
    title    = "average load"
    title_ja = "平均負荷"
    unit     = "ACU"
    of       = load
    set      = { resources = { (name) = { load = at } } }
  }

  example "0.8 ACU on a db.r6g.large" {
    saves      = "86.14"        # 730 × 0.313 = 228.49; (0.5 + 0.8) × 730 × 0.15 = 142.35
    break_even = "1.586667"     # 0.313 / 0.15 - 0.5
    file       = "resources: {db: {type: aws.aurora, engine: postgresql, class: db.r6g.large, load: 0.8 ACU}}"
  }
  example "2 ACU on a db.r6g.large" {
    silent = true
    file   = "resources: {db: {type: aws.aurora, engine: postgresql, class: db.r6g.large, load: 2 ACU}}"
  }
  example "load not stated" {
    silent = true
    file   = "resources: {db: {type: aws.aurora, engine: postgresql, class: db.r6g.large}}"
  }
}

rule "single-az-outside-production" {
  title    = "one zone outside production"
  title_ja = "本番以外はシングル AZ に"
  kinds    = ["aws.rds"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = multi_az && stage == "non-production"
  overlay    = { resources = { (name) = { multi_az = false } } }
  because    = "${name} in ${environment} pays for a standby that serves no reads"
  because_ja = "${environment} の ${name} はスタンバイ分（読み取り不可）を支払っています"
  watch      = "a failover test needs the standby; maintenance then means downtime"
  watch_ja   = "フェイルオーバー試験にはスタンバイが必要。メンテナンス時は停止します"
  how        = "aws_db_instance: multi_az = false"
  how_ja     = "aws_db_instance: multi_az = false"

  example "MySQL with 100 GB in staging" {
    saves = "184.62"            # 730 × (0.468 - 0.234) = 170.82; 100 × (0.276 - 0.138) = 13.80
    file  = <<-YAML
      environments: {staging: {}}
      resources: {db: {type: aws.rds, engine: mysql, class: db.m7g.large, multi_az: true, storage: 100 GB}}
    YAML
  }
  example "production fails over" {
    silent = true
    file   = <<-YAML
      environments: {production: {}}
      resources: {db: {type: aws.rds, engine: mysql, class: db.m7g.large, multi_az: true, storage: 100 GB}}
    YAML
  }
}

rule "gp3-databases" {
  title    = "gp3 instead of gp2 under RDS"
  title_ja = "RDS の gp2 を gp3 に"
  kinds    = ["aws.rds"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = storage_type == "gp2"
  overlay    = { resources = { (name) = { storage_type = "gp3" } } }
  because    = "the storage of ${name} is gp2, which is also Terraform's default where no type is set"
  because_ja = "${name} のストレージは gp2 です（Terraform では未指定も gp2）"
  watch      = "hours of storage optimisation; in most regions gp2 and gp3 cost the same and gp3 is faster"
  watch_ja   = "最適化に数時間。多くのリージョンで gp2 と gp3 は同額、gp3 の方が高速です"
  how        = "aws_db_instance: storage_type = \"gp3\""
  how_ja     = "aws_db_instance: storage_type = \"gp3\""
  cannot     = "the book's gp2 and gp3 prices of RDS are the same where both are known, and Tokyo's gp2 is not: there is no saving to show"
  cannot_ja  = "RDS の gp2 と gp3 は判明している範囲で同額、東京の gp2 は単価不明のため、削減額を示せません"

  example "gp2 in Tokyo has no price" {
    silent = true
    file   = "resources: {db: {type: aws.rds, engine: mysql, class: db.m7g.large, storage_type: gp2, storage: 100 GB}}"
  }
}

rule "rds-standard-support" {
  title    = "RDS and Aurora out of Extended Support"
  title_ja = "RDS・Aurora を延長サポートから更新"
  kinds    = ["aws.rds", "aws.aurora", "aws.aurora_serverless_v2"]
  evidence = "configuration"
  change   = "restart"
  risk     = "high"

  when       = true
  overlay    = {}
  because    = "${name}"
  because_ja = "${name}"
  watch      = "a major version; test first"
  watch_ja   = "メジャーバージョンの更新。事前に検証が必要"
  how        = "aws_db_instance or aws_rds_cluster: engine_version"
  how_ja     = "aws_db_instance / aws_rds_cluster の engine_version"
  cannot     = "Extended Support of RDS is not priced by this catalogue: look at engine_version and at AWS's calendar"
  cannot_ja  = "RDS の延長サポートはこのカタログにありません。engine_version と AWS の期限を確認してください"

  example "never a number" {
    silent = true
    file   = "resources: {db: {type: aws.rds, engine: mysql, class: db.m7g.large, storage: 100 GB}}"
  }
}

rule "valkey" {
  title    = "Valkey instead of Redis"
  title_ja = "Redis を Valkey に"
  kinds    = ["aws.elasticache", "aws.elasticache_serverless"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = engine == "redis"
  overlay    = { resources = { (name) = { engine = "valkey" } } }
  because    = "${name} is Redis OSS; Valkey speaks the same protocol for 20 % less"
  because_ja = "${name} は Redis OSS。互換の Valkey は 20 % 安価です"
  watch      = "from Redis 5.0.6 on without downtime; modules of Redis are not part of it"
  watch_ja   = "Redis 5.0.6 以降は無停止。Redis のモジュールは含まれません"
  how        = "aws_elasticache_replication_group: engine = \"valkey\", engine_version = \"8.0\""
  how_ja     = "aws_elasticache_replication_group: engine = \"valkey\"、engine_version = \"8.0\""

  example "two cache.t4g.small" {
    saves = "14.308"            # 2 × 730 × (0.049 - 0.0392)
    file  = "resources: {cache: {type: aws.elasticache, engine: redis, node_type: cache.t4g.small, nodes: 2}}"
  }
  example "Memcached" {
    silent = true
    file   = "resources: {cache: {type: aws.elasticache, engine: memcached, node_type: cache.t4g.small, nodes: 2}}"
  }
}
