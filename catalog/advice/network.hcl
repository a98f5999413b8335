# NAT gateways, endpoints, addresses, load balancers. The trap that all of these
# answer: an endpoint bills by service and zone, a NAT gateway by the GB, and
# which of them is cheaper is a question of how many GB.

rule "gateway-endpoints" {
  title    = "gateway endpoints for S3 and DynamoDB"
  title_ja = "S3・DynamoDB のゲートウェイエンドポイント"
  kinds    = ["aws.nat_gateway"]
  evidence = "usage"
  change   = "in-place"
  risk     = "low"

  when = s3_data > 0
  overlay = { resources = {
    (name)       = { data = max(0, data - s3_data), s3_data = 0 }
    "${name}-s3" = { type = "aws.vpc_endpoint", endpoint = "gateway" }
  } }
  because    = "${s3_data} GB a month go through ${name} to S3 and DynamoDB; a gateway endpoint takes them for nothing"
  because_ja = "${name} を通る S3・DynamoDB 宛て ${s3_data} GB はゲートウェイエンドポイントなら無料"
  watch      = "bucket policies that name the NAT's address; open connections break once"
  watch_ja   = "NAT のアドレスを許可しているバケットポリシー。接続が一度切れます"
  how        = "aws_vpc_endpoint: vpc_endpoint_type = \"Gateway\", route_table_ids of the private subnets"
  how_ja     = "aws_vpc_endpoint: vpc_endpoint_type = \"Gateway\"、route_table_ids にプライベートサブネット"

  example "40 of 60 GB" {
    saves = "2.48"              # 40 × 0.062
    file  = "resources: {nat: {type: aws.nat_gateway, data: 60 GB, s3_data: 40 GB}}"
  }
  example "nobody said what goes to S3" {
    silent = true
    file   = "resources: {nat: {type: aws.nat_gateway, data: 60 GB}}"
  }
}

rule "interface-endpoints" {
  title    = "interface endpoints instead of NAT data"
  title_ja = "NAT のデータ処理をインターフェイスエンドポイントへ"
  kinds    = ["aws.nat_gateway"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  when = aws_data > 0
  overlay = { resources = {
    (name)              = { data = max(0, data - aws_data), aws_data = 0 }
    "${name}-endpoints" = { type = "aws.vpc_endpoint", services = aws_services, azs = zones, data = aws_data }
  } }
  because    = "${aws_data} GB a month go through ${name} to ${aws_services} AWS services"
  because_ja = "${name} を通る AWS サービス（${aws_services} 種）宛てのデータ ${aws_data} GB"
  watch      = "every service in every zone bills by the hour whether used or not"
  watch_ja   = "サービスとゾーンの数だけ時間課金されます（未使用でも）"
  how        = "aws_vpc_endpoint: vpc_endpoint_type = \"Interface\", private_dns_enabled = true, one for each service"
  how_ja     = "aws_vpc_endpoint: vpc_endpoint_type = \"Interface\"、private_dns_enabled = true をサービスごとに"

  break_even {
    title    = "data to these services"
    title_ja = "対象サービス宛てのデータ"
    unit     = "GB"
    of       = aws_data
    set      = { resources = { (name) = { data = max(0, data - aws_data) + at, aws_data = at } } }
  }

  example "2,000 GB to three services in two zones" {
    saves      = "42.68"        # 2,000 × (0.062 - 0.01) = 104.00; 3 × 2 × 730 × 0.014 = 61.32
    break_even = "1179.23"      # 61.32 / 0.052
    file       = "resources: {nat: {type: aws.nat_gateway, data: 5000 GB, aws_data: 2000 GB, aws_services: 3, zones: 2}}"
  }
  example "150 GB to one service in one zone" {
    silent     = true
    costs      = "2.42"         # 10.22 - 150 × 0.052
    break_even = "196.5"        # 10.22 / 0.052
    file       = "resources: {nat: {type: aws.nat_gateway, data: 150 GB, aws_data: 150 GB, aws_services: 1, zones: 1}}"
  }
}

rule "interface-endpoints-against-nat" {
  title    = "NAT data instead of interface endpoints"
  title_ja = "インターフェイスエンドポイントをやめて NAT を利用"
  kinds    = ["aws.vpc_endpoint"]
  evidence = "usage"
  change   = "in-place"
  risk     = "medium"

  when = endpoint == "interface" && count == 1 && length(lookup(all, "aws.nat_gateway", [])) == 1
  overlay = { resources = {
    (name) = null
    (lookup(all, "aws.nat_gateway", [])[0].name) = {
      data = lookup(all, "aws.nat_gateway", [])[0].data + data / lookup(all, "aws.nat_gateway", [])[0].count
    }
  } }
  because    = "${name} carries ${data} GB a month over ${services} services in ${azs} zones, and the NAT gateway stays anyway"
  because_ja = "${name} の通信量は月 ${data} GB（${services} サービス × ${azs} ゾーン）。NAT ゲートウェイは残ります"
  watch      = "endpoints that are there for security or policy and not for money"
  watch_ja   = "コストではなくセキュリティ要件のために置いているエンドポイント"
  how        = "remove the aws_vpc_endpoint; the traffic takes the NAT gateway's route"
  how_ja     = "aws_vpc_endpoint を削除（通信は NAT ゲートウェイ経由になります）"

  break_even {
    title    = "data through the endpoints"
    title_ja = "エンドポイント経由のデータ"
    unit     = "GB"
    of       = data
    set      = { resources = { (name) = { data = at } } }
  }

  example "three services in two zones for 60 GB" {
    saves      = "58.20"        # 61.32 + 60 × 0.01 - 60 × 0.062
    break_even = "1179.23"
    file       = <<-YAML
      resources:
        nat: {type: aws.nat_gateway, data: 0 GB}
        endpoints: {type: aws.vpc_endpoint, services: 3, azs: 2, data: 60 GB}
    YAML
  }
  example "one service in three zones: 3 × 196.5 GB" {
    saves      = "25.46"        # 3 × 10.22 = 30.66; less 100 × 0.052 = 5.20
    break_even = "589.6"
    file       = <<-YAML
      resources:
        nat: {type: aws.nat_gateway, data: 0 GB}
        endpoints: {type: aws.vpc_endpoint, services: 1, azs: 3, data: 100 GB}
    YAML
  }
  example "2,000 GB" {
    silent = true
    file   = <<-YAML
      resources:
        nat: {type: aws.nat_gateway, data: 0 GB}
        endpoints: {type: aws.vpc_endpoint, services: 3, azs: 2, data: 2000 GB}
    YAML
  }
  example "no NAT gateway to take it" {
    silent = true
    file   = "resources: {endpoints: {type: aws.vpc_endpoint, services: 3, azs: 2, data: 60 GB}}"
  }
}

rule "one-nat-gateway" {
  title    = "one NAT gateway outside production"
  title_ja = "本番以外の NAT ゲートウェイを 1 台に"
  kinds    = ["aws.nat_gateway"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "medium"

  when = count > 1 && stage == "non-production"
  overlay = { resources = {
    (name)               = { count = 1, data = data * count }
    "${name}-cross-zone" = { type = "aws.data_transfer", inter_az = data * (count - 1), internet_out = 0, inter_region = 0, same_region_public = 0 }
  } }
  because    = "${environment} has ${count} NAT gateways; ${data * (count - 1)} GB a month would cross zones"
  because_ja = "${environment} の NAT ゲートウェイは ${count} 台。月 ${data * (count - 1)} GB がゾーンをまたぎます"
  watch      = "when its zone fails the others have no way out"
  watch_ja   = "そのゾーンの障害時、他のゾーンも外へ出られません"
  how        = "one aws_nat_gateway; the route tables of all private subnets point to it (single_nat_gateway = true)"
  how_ja     = "aws_nat_gateway を 1 つにし、全プライベートサブネットのルートを向ける（single_nat_gateway = true）"

  break_even {
    title    = "data across zones"
    title_ja = "ゾーンをまたぐデータ"
    unit     = "GB"
    of       = data * (count - 1)
    set      = { resources = { (name) = { data = at / (count - 1) } } }
  }

  example "two in dev" {
    saves      = "47.71"        # 730 × (0.062 + 0.005) = 48.91; less 60 × 0.02 = 1.20
    break_even = "2445.5"       # 48.91 / 0.02
    file       = <<-YAML
      environments: {dev: {}}
      resources: {nat: {type: aws.nat_gateway, count: 2, data: 60 GB}}
    YAML
  }
  example "3,000 GB across zones" {
    silent     = true
    costs      = "11.09"        # 3,000 × 0.02 - 48.91
    break_even = "2445.5"
    file       = <<-YAML
      environments: {dev: {}}
      resources: {nat: {type: aws.nat_gateway, count: 2, data: 3000 GB}}
    YAML
  }
  example "production keeps its second" {
    silent = true
    file   = <<-YAML
      environments: {production: {}}
      resources: {nat: {type: aws.nat_gateway, count: 2, data: 60 GB}}
    YAML
  }
}

rule "one-nat-gateway-of-several" {
  title    = "one NAT gateway outside production"
  title_ja = "本番以外の NAT ゲートウェイを 1 台に"
  kinds    = ["aws.nat_gateway"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "medium"

  when = name != lookup(all, "aws.nat_gateway", [])[0].name && count == 1 && lookup(all, "aws.nat_gateway", [])[0].count == 1 && region == lookup(all, "aws.nat_gateway", [])[0].region && stage == "non-production"
  overlay = { resources = {
    (name)                                       = null
    (lookup(all, "aws.nat_gateway", [])[0].name) = { data = lookup(all, "aws.nat_gateway", [])[0].data + data }
    "${name}-cross-zone"                         = { type = "aws.data_transfer", inter_az = data, internet_out = 0, inter_region = 0, same_region_public = 0 }
  } }
  because    = "${environment} has ${length(all["aws.nat_gateway"])} NAT gateways; the ${data} GB a month of ${name} would cross zones"
  because_ja = "${environment} の NAT ゲートウェイは ${length(all["aws.nat_gateway"])} 台。${name} の月 ${data} GB がゾーンをまたぎます"
  watch      = "when its zone fails the others have no way out; gateways of other VPCs stay"
  watch_ja   = "そのゾーンの障害時、他のゾーンも外へ出られません。別 VPC のものは残します"
  how        = "remove this aws_nat_gateway; its route tables point to the first"
  how_ja     = "この aws_nat_gateway を削除し、ルートを 1 台目へ向ける"

  break_even {
    title    = "data across zones"
    title_ja = "ゾーンをまたぐデータ"
    unit     = "GB"
    of       = data
    set      = { resources = { (name) = { data = at } } }
  }

  example "a second in dev" {
    saves      = "47.71"        # 48.91 - 60 × 0.02
    break_even = "2445.5"
    file       = <<-YAML
      environments: {dev: {}}
      resources:
        nat-a: {type: aws.nat_gateway, data: 60 GB}
        nat-c: {type: aws.nat_gateway, data: 60 GB}
    YAML
  }
  example "the only one" {
    silent = true
    file   = <<-YAML
      environments: {dev: {}}
      resources: {nat-a: {type: aws.nat_gateway, data: 60 GB}}
    YAML
  }
}

rule "idle-public-ipv4" {
  title    = "release idle public IPv4 addresses"
  title_ja = "未使用のパブリック IPv4 を解放"
  kinds    = ["aws.public_ipv4"]
  evidence = "configuration"
  change   = "in-place"
  risk     = "low"

  when       = idle
  overlay    = { resources = { (name) = null } }
  because    = "${addresses} addresses of ${name} are attached to nothing"
  because_ja = "${name} の ${addresses} アドレスはどこにも割り当てられていません"
  watch      = "an address that somebody else's access list names; it does not come back"
  watch_ja   = "他社の許可リストに載っているアドレス（解放すると戻りません）"
  how        = "remove the aws_eip, or aws ec2 release-address"
  how_ja     = "aws_eip を削除、または aws ec2 release-address"

  example "one idle address" {
    saves = "3.65"              # 730 × 0.005
    file  = "resources: {spare: {type: aws.public_ipv4, idle: true}}"
  }
  example "an address in use" {
    silent = true
    file   = "resources: {office: {type: aws.public_ipv4}}"
  }
}

rule "one-load-balancer" {
  title    = "one load balancer instead of several"
  title_ja = "ロードバランサーを統合"
  kinds    = ["aws.alb"]
  evidence = "configuration"
  change   = "replacement"
  risk     = "medium"

  when = name != lookup(all, "aws.alb", [])[0].name && count == 1 && lookup(all, "aws.alb", [])[0].count == 1 && internal == lookup(all, "aws.alb", [])[0].internal && region == lookup(all, "aws.alb", [])[0].region
  overlay = { resources = {
    (name)                               = null
    (lookup(all, "aws.alb", [])[0].name) = { lcu = lookup(all, "aws.alb", [])[0].lcu + lcu }
  } }
  because    = "${environment} has ${length(all["aws.alb"])} load balancers; one serves many names by host rules"
  because_ja = "${environment} のロードバランサーは ${length(all["aws.alb"])} 台。ホスト名のルールで 1 台に集約できます"
  watch      = "they must be in one VPC; web ACL, certificates and limits are then shared; DNS moves"
  watch_ja   = "同じ VPC にあること。Web ACL・証明書・上限を共有し、DNS の切替が必要です"
  how        = "aws_lb_listener_rule with host_header on the first listener; then remove this aws_lb"
  how_ja     = "1 台目のリスナーに host_header の aws_lb_listener_rule を追加し、この aws_lb を削除"

  example "a second in two zones" {
    saves = "25.039"            # 730 × 0.0243 = 17.739; 2 × 3.65 = 7.30
    file  = <<-YAML
      resources:
        web: {type: aws.alb, azs: 2, lcu: 0.4}
        api: {type: aws.alb, azs: 2, lcu: 0.2}
    YAML
  }
  example "one internal, one not" {
    silent = true
    file   = <<-YAML
      resources:
        web: {type: aws.alb, azs: 2, lcu: 0.4}
        api: {type: aws.alb, azs: 2, lcu: 0.2, internal: true}
    YAML
  }
  example "load not stated" {
    silent = true
    file   = <<-YAML
      resources:
        web: {type: aws.alb, azs: 2, lcu: 0.4}
        api: {type: aws.alb, azs: 2}
    YAML
  }
}
