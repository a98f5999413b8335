# Processors and capacity: the same work on Graviton, on Spot, on gp3.

rule "fargate-arm64" {
  title    = "Fargate on ARM"
  title_ja = "Fargate を ARM に"
  kinds    = ["aws.fargate"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = os == "linux" && architecture == "x86"
  overlay    = { resources = { (name) = { architecture = "arm64" } } }
  because    = "${name} runs Linux on x86"
  because_ja = "${name} は x86 の Linux です"
  watch      = "the image must be built for linux/arm64, with every native dependency"
  watch_ja   = "イメージ（ネイティブ依存を含む）を linux/arm64 でビルドすること"
  how        = "aws_ecs_task_definition: runtime_platform { cpu_architecture = \"ARM64\" }; docker buildx --platform linux/arm64"
  how_ja     = "aws_ecs_task_definition: runtime_platform { cpu_architecture = \"ARM64\" }、docker buildx --platform linux/arm64"

  example "two tasks in Tokyo" {
    saves = "9.0009"            # 44.9826 - 35.9817
    file  = "resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}"
  }
  example "on ARM already" {
    silent = true
    file   = "resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2, architecture: arm64}}"
  }
  example "Windows" {
    silent = true
    file   = "resources: {web: {type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: 2, os: windows}}"
  }
}

rule "fargate-spot" {
  title    = "Fargate Spot outside production"
  title_ja = "本番以外で Fargate Spot"
  kinds    = ["aws.fargate"]
  evidence = "configuration"
  change   = "restart"
  risk     = "medium"

  when       = os == "linux" && !spot && stage == "non-production"
  overlay    = { resources = { (name) = { spot = true } } }
  because    = "${name} in ${environment} can be interrupted"
  because_ja = "${environment} の ${name} は中断されても構いません"
  watch      = "two minutes' notice and no promise of capacity; the price moves"
  watch_ja   = "2 分前の通知で中断され、容量の保証はなく、価格も変動します"
  how        = "aws_ecs_service: capacity_provider_strategy { capacity_provider = \"FARGATE_SPOT\" }; a service that has launch_type is replaced"
  how_ja     = "aws_ecs_service: capacity_provider_strategy { capacity_provider = \"FARGATE_SPOT\" }（launch_type 指定のサービスは作り直し）"

  example "two tasks in dev" {
    saves = "26.98956"          # 60 % of 44.9826, the middle of 50 to 70 %
    file  = <<-YAML
      environments: {dev: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "production is not interrupted" {
    silent = true
    file   = <<-YAML
      environments: {production: {}}
      resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
    YAML
  }
  example "nobody said what it is" {
    silent = true
    file   = "resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}"
  }
}

rule "graviton-instances" {
  title    = "instances on Graviton"
  title_ja = "インスタンスを Graviton に"
  kinds    = ["aws.ec2", "aws.asg", "aws.eks_node_group"]
  evidence = "configuration"
  change   = "restart"
  risk     = "medium"

  locals {
    families = [
      { from = "t2.", to = "t4g." }, { from = "t3.", to = "t4g." }, { from = "t3a.", to = "t4g." },
      { from = "m5.", to = "m6g." }, { from = "m5.", to = "m7g." }, { from = "m6i.", to = "m6g." }, { from = "m6i.", to = "m7g." },
      { from = "c5.", to = "c6g." }, { from = "c5.", to = "c7g." }, { from = "c6i.", to = "c6g." }, { from = "c6i.", to = "c7g." },
      { from = "r5.", to = "r6g." }, { from = "r5.", to = "r7g." }, { from = "r6i.", to = "r6g." }, { from = "r6i.", to = "r7g." },
    ]
  }
  for_each   = local.families
  when       = replace(instance_type, each.from, "") != instance_type
  overlay    = { resources = { (name) = { instance_type = replace(instance_type, each.from, each.to) } } }
  because    = "${name} is a ${instance_type}; ${replace(instance_type, each.from, each.to)} has the same vCPUs and memory"
  because_ja = "${name} は ${instance_type}。同じ vCPU・メモリの ${replace(instance_type, each.from, each.to)} があります"
  watch      = "an arm64 image and arm64 packages; agents and licences that know only x86"
  watch_ja   = "arm64 の AMI とパッケージ。x86 専用のエージェントやライセンス"
  how        = "aws_instance or aws_launch_template: instance_type and an arm64 AMI; the instance stops once"
  how_ja     = "aws_instance / aws_launch_template の instance_type と arm64 の AMI（一度停止します）"

  example "a t3.medium" {
    saves = "8.176"             # 730 × (0.0544 - 0.0432)
    file  = "resources: {bastion: {type: aws.ec2, instance_type: t3.medium}}"
  }
  example "an m5.large: m6g before m7g" {
    saves = "18.25"             # 730 × (0.124 - 0.099)
    file  = "resources: {app: {type: aws.ec2, instance_type: m5.large}}"
  }
  example "on Graviton already" {
    silent = true
    file   = "resources: {app: {type: aws.ec2, instance_type: m7g.large}}"
  }
}

rule "graviton-databases" {
  title    = "databases on Graviton"
  title_ja = "データベースを Graviton に"
  kinds    = ["aws.rds", "aws.aurora", "aws.documentdb"]
  evidence = "configuration"
  change   = "restart"
  risk     = "low"

  locals {
    families = [
      { from = "db.t3.", to = "db.t4g." },
      { from = "db.m5.", to = "db.m6g." }, { from = "db.m5.", to = "db.m7g." }, { from = "db.m6i.", to = "db.m6g." }, { from = "db.m6i.", to = "db.m7g." },
      { from = "db.r5.", to = "db.r6g." }, { from = "db.r5.", to = "db.r7g." }, { from = "db.r6i.", to = "db.r6g." }, { from = "db.r6i.", to = "db.r7g." },
    ]
  }
  for_each   = local.families
  when       = replace(class, each.from, "") != class
  overlay    = { resources = { (name) = { class = replace(class, each.from, each.to) } } }
  because    = "${name} is a ${class}; ${replace(class, each.from, each.to)} has the same vCPUs and memory"
  because_ja = "${name} は ${class}。同じ vCPU・メモリの ${replace(class, each.from, each.to)} があります"
  watch      = "the engine's version must know the class (MySQL 8.0.17, PostgreSQL 12.3, MariaDB 10.4.13 or later); it restarts"
  watch_ja   = "エンジンの版が対応していること（MySQL 8.0.17、PostgreSQL 12.3、MariaDB 10.4.13 以降）。再起動します"
  how        = "aws_db_instance or aws_rds_cluster_instance: instance_class, in the maintenance window"
  how_ja     = "aws_db_instance / aws_rds_cluster_instance の instance_class をメンテナンス時間に変更"

  example "PostgreSQL on db.t3.medium" {
    saves = "8.03"              # 730 × (0.112 - 0.101)
    file  = "resources: {db: {type: aws.rds, engine: postgresql, class: db.t3.medium, storage: 20 GB}}"
  }
  example "Aurora on db.r5.large" {
    saves = "27.01"             # 730 × (0.35 - 0.313)
    file  = "resources: {db: {type: aws.aurora, engine: postgresql, class: db.r5.large, storage: 20 GB, io: 1M}}"
  }
  example "on Graviton already" {
    silent = true
    file   = "resources: {db: {type: aws.rds, engine: postgresql, class: db.t4g.medium, storage: 20 GB}}"
  }
}

rule "graviton-caches" {
  title    = "caches on Graviton"
  title_ja = "キャッシュを Graviton に"
  kinds    = ["aws.elasticache"]
  evidence = "configuration"
  change   = "restart"
  risk     = "low"

  locals {
    families = [
      { from = "cache.t3.", to = "cache.t4g." },
      { from = "cache.m5.", to = "cache.m6g." }, { from = "cache.m5.", to = "cache.m7g." },
      { from = "cache.r5.", to = "cache.r6g." }, { from = "cache.r5.", to = "cache.r7g." },
    ]
  }
  for_each   = local.families
  when       = replace(node_type, each.from, "") != node_type
  overlay    = { resources = { (name) = { node_type = replace(node_type, each.from, each.to) } } }
  because    = "${name} is a ${node_type}; ${replace(node_type, each.from, each.to)} is the same size"
  because_ja = "${name} は ${node_type}。同じ大きさの ${replace(node_type, each.from, each.to)} があります"
  watch      = "a failover for each node; a cache of one node is empty afterwards"
  watch_ja   = "ノードごとにフェイルオーバー。1 ノードの場合はデータが空になります"
  how        = "aws_elasticache_replication_group: node_type"
  how_ja     = "aws_elasticache_replication_group の node_type"

  example "Valkey on cache.t3.small" {
    saves = "1.752"             # 730 × (0.0416 - 0.0392)
    file  = "resources: {cache: {type: aws.elasticache, engine: valkey, node_type: cache.t3.small, nodes: 1}}"
  }
  example "on Graviton already" {
    silent = true
    file   = "resources: {cache: {type: aws.elasticache, engine: valkey, node_type: cache.t4g.small, nodes: 1}}"
  }
}

rule "lambda-arm64" {
  title    = "Lambda on ARM"
  title_ja = "Lambda を ARM に"
  kinds    = ["aws.lambda"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = architecture == "x86"
  overlay    = { resources = { (name) = { architecture = "arm64" } } }
  because    = "${name} runs on x86"
  because_ja = "${name} は x86 です"
  watch      = "native dependencies and layers must be built for arm64; Lambda@Edge has none"
  watch_ja   = "ネイティブ依存とレイヤーを arm64 でビルドすること（Lambda@Edge は非対応）"
  how        = "aws_lambda_function: architectures = [\"arm64\"]"
  how_ja     = "aws_lambda_function: architectures = [\"arm64\"]"

  example "10M requests of 200 ms at 512 MB" {
    saves = "3.3333"            # 1,000,000 GB-s × (0.0000166667 - 0.0000133334)
    file  = "resources: {api: {type: aws.lambda, requests: 10M, duration: 200 ms, memory: 512 MB}}"
  }
  example "on ARM already" {
    silent = true
    file   = "resources: {api: {type: aws.lambda, requests: 10M, duration: 200 ms, memory: 512 MB, architecture: arm64}}"
  }
  example "load not stated" {
    silent = true
    file   = "resources: {api: {type: aws.lambda, memory: 512 MB}}"
  }
}

rule "gp3-volumes" {
  title    = "gp3 instead of gp2"
  title_ja = "gp2 を gp3 に"
  kinds    = ["aws.ebs"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  # gp2 grows by 3 IOPS for each GB; above 1,000 GB gp3 has to buy what gp2 had.
  when       = volume_type == "gp2"
  overlay    = { resources = { (name) = { volume_type = "gp3", iops = size > 1000 ? min(16000, size * 3) : 0 } } }
  because    = "${name} is gp2, which is also Terraform's default where no type is set"
  because_ja = "${name} は gp2 です（Terraform では type 未指定も gp2）"
  watch      = "gp2 above 170 GB bursts to 250 MB/s; gp3 has 125 until more is bought"
  watch_ja   = "170 GB を超える gp2 は 250 MB/s まで出ます。gp3 は 125 MB/s（追加購入可）"
  how        = "aws_ebs_volume: type = \"gp3\"; the volume changes while it is in use"
  how_ja     = "aws_ebs_volume: type = \"gp3\"（使用中のまま変更できます）"

  example "100 GB" {
    saves = "2.40"              # 100 × (0.12 - 0.096)
    file  = "resources: {disk: {type: aws.ebs, volume_type: gp2, size: 100 GB}}"
  }
  example "gp3 already" {
    silent = true
    file   = "resources: {disk: {type: aws.ebs, size: 100 GB}}"
  }
}

rule "gp3-instance-volumes" {
  title    = "gp3 instead of gp2"
  title_ja = "gp2 を gp3 に"
  kinds    = ["aws.asg"]
  evidence = "configuration"
  change   = "restart"
  risk     = "low"

  when       = volume_type == "gp2"
  overlay    = { resources = { (name) = { volume_type = "gp3", iops = volume_size > 1000 ? min(16000, volume_size * 3) : 0 } } }
  because    = "the volumes of ${name} are gp2"
  because_ja = "${name} のボリュームは gp2 です"
  watch      = "new instances have the new type; an instance refresh replaces the rest"
  watch_ja   = "新しいインスタンスから適用。残りはインスタンスの更新で入れ替わります"
  how        = "aws_launch_template: block_device_mappings.ebs.volume_type = \"gp3\""
  how_ja     = "aws_launch_template: block_device_mappings.ebs.volume_type = \"gp3\""

  example "two instances with 50 GB" {
    saves = "2.40"              # 2 × 50 × (0.12 - 0.096)
    file  = "resources: {app: {type: aws.asg, instance_type: m7g.large, instances: 2, volume_type: gp2, volume_size: 50 GB}}"
  }
  example "gp3 already" {
    silent = true
    file   = "resources: {app: {type: aws.asg, instance_type: m7g.large, instances: 2, volume_size: 50 GB}}"
  }
}

rule "gp3-node-disks" {
  title    = "gp3 instead of gp2"
  title_ja = "gp2 を gp3 に"
  kinds    = ["aws.eks_node_group"]
  evidence = "configuration"
  change   = "replacement"
  risk     = "low"

  when       = disk_type == "gp2"
  overlay    = { resources = { (name) = { disk_type = "gp3" } } }
  because    = "the disks of ${name} are gp2"
  because_ja = "${name} のディスクは gp2 です"
  watch      = "the nodes are replaced one by one"
  watch_ja   = "ノードが順に入れ替わります"
  how        = "a launch template with block_device_mappings.ebs.volume_type = \"gp3\""
  how_ja     = "起動テンプレートで block_device_mappings.ebs.volume_type = \"gp3\""

  example "three nodes with 20 GB" {
    saves = "1.44"              # 3 × 20 × (0.12 - 0.096)
    file  = "resources: {nodes: {type: aws.eks_node_group, instance_type: m7g.large, nodes: 3, disk_type: gp2}}"
  }
  example "gp3 already" {
    silent = true
    file   = "resources: {nodes: {type: aws.eks_node_group, instance_type: m7g.large, nodes: 3}}"
  }
}

rule "eks-standard-support" {
  title    = "EKS out of extended support"
  title_ja = "EKS を延長サポートから更新"
  kinds    = ["aws.eks"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "high"

  when       = extended_support
  overlay    = { resources = { (name) = { extended_support = false } } }
  because    = "the Kubernetes version of ${name} is in extended support, six times the price"
  because_ja = "${name} の Kubernetes は延長サポート中（料金は 6 倍）"
  watch      = "one minor version at a time, never back; removed APIs break workloads"
  watch_ja   = "マイナーバージョンは 1 つずつ、戻せません。廃止 API に注意"
  how        = "aws_eks_cluster: version, then the node groups and add-ons"
  how_ja     = "aws_eks_cluster の version、続いてノードグループとアドオン"

  example "one cluster" {
    saves = "365.00"            # 730 × 0.50
    file  = "resources: {eks: {type: aws.eks, extended_support: true}}"
  }
  example "in standard support" {
    silent = true
    file   = "resources: {eks: {type: aws.eks}}"
  }
}
