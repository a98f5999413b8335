# MSK bills every broker by the second and the storage of every broker by the
# GB-month. The traps: the size of the storage is that of one broker, so three
# brokers of 1,000 GB pay for 3,000 GB; a cluster cannot be stopped; express
# brokers pay for what they hold and for each GB that is written to them.

kind "aws.msk" {
  title    = "MSK cluster"
  title_ja = "MSK クラスター"
  aliases  = ["MSK", "Amazon MSK", "Kafka", "Managed Kafka"]
  service  = "AmazonMSK"
  live     = ["kafka:cluster"]
  note     = "Traffic between brokers is free; clients in another zone pay for transfer. MSK Serverless, Connect and Replicator are not covered."

  input "brokers_type" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "express"]
    about   = "Standard brokers have disks of a size; express brokers pay for what they hold"
  }
  input "broker_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Type of each broker: kafka.m7g.large, express.m7g.large"
  }
  input "brokers" {
    type  = number
    unit  = "brokers"
    role  = "size"
    min   = 0
    about = "Brokers of the cluster, a multiple of its zones"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Standard: size of the disk of one broker. Express: data of the whole cluster, averaged over the month"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Storage throughput of one standard broker that AWS bills; without provisioning 250 MBps cost nothing"
  }
  input "tiered" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether old data of standard brokers moves to tiered storage"
  }
  input "tiered_storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data in tiered storage, averaged over the month"
  }
  input "tiered_reads" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data read from tiered storage in a month"
  }
  input "written" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data written to express brokers in a month"
  }

  check "broker_type" {
    condition = brokers_type == "express" ? replace(broker_type, "express.", "") != broker_type : replace(broker_type, "kafka.", "") != broker_type
    message   = "${brokers_type} brokers have a type such as ${brokers_type == "express" ? "express" : "kafka"}.m7g.large; this is ${broker_type}"
  }
  check "throughput" {
    condition = brokers_type == "standard" || throughput == 0
    message   = "express brokers have no provisioned throughput"
  }

  check "tiered" {
    condition = (tiered && brokers_type == "standard") || (!tiered && !known(tiered_storage) && !known(tiered_reads))
    message   = "tiered_storage and tiered_reads go with tiered, on standard brokers"
  }
  check "written" {
    condition = brokers_type == "express" || !known(written)
    message   = "written is billed for express brokers only"
  }

  meter "brokers" {
    title      = "brokers"
    when       = brokers_type == "standard"
    usage_type = replace(broker_type, "kafka.", "Kafka.")
    operation  = "RunBroker"
    unit       = "hours"
    hourly     = brokers
    off_hours  = "stays"
  }
  meter "brokers_express" {
    title      = "brokers, express"
    when       = brokers_type == "express"
    usage_type = replace(broker_type, "express.", "Express.")
    operation  = "RunBroker"
    unit       = "hours"
    hourly     = brokers
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "storage of the brokers"
    when       = brokers_type == "standard"
    usage_type = "Kafka.Storage.GP2"
    operation  = "RunVolume"
    unit       = "GB-months"
    monthly    = brokers * storage
  }
  meter "throughput" {
    title      = "provisioned storage throughput"
    when       = brokers_type == "standard" && throughput > 0
    usage_type = "Kafka.Throughput"
    operation  = "RunVolume"
    unit       = "MiBps-months"
    monthly    = brokers * throughput
  }
  meter "tiered_storage" {
    title      = "tiered storage"
    when       = brokers_type == "standard" && tiered
    usage_type = "Kafka.Storage.Tiered"
    operation  = "TieredStorage"
    unit       = "GB-months"
    monthly    = tiered_storage
  }
  meter "tiered_reads" {
    title      = "reads from tiered storage"
    when       = brokers_type == "standard" && tiered
    usage_type = "Kafka.DataRetrieval.Tiered"
    operation  = "TieredStorage"
    unit       = "GB"
    monthly    = tiered_reads
  }
  meter "storage_express" {
    title      = "storage, express"
    when       = brokers_type == "express"
    usage_type = "Express.Storage"
    operation  = "Storage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "written" {
    title      = "data written, express"
    when       = brokers_type == "express"
    usage_type = "Express.In-Bytes"
    operation  = "Data-In"
    unit       = "GB"
    monthly    = written
  }

  terraform "aws_msk_cluster" {
    inputs {
      brokers_type = replace(self.broker_node_group_info[0].instance_type, "express.", "") != self.broker_node_group_info[0].instance_type ? "express" : "standard"
      broker_type  = self.broker_node_group_info[0].instance_type
      brokers      = self.number_of_broker_nodes
      tiered       = self.storage_mode == "TIERED"
      storage      = coalesce(try(referrers("aws_appautoscaling_target")[0].usage.capacity, null), try(referrers("aws_appautoscaling_target")[0].min_capacity, null), try(self.broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size, null))
      throughput   = coalesce(try(self.broker_node_group_info[0].storage_info[0].ebs_storage_info[0].provisioned_throughput[0].volume_throughput, null), 0)
    }
  }

  example "three brokers of 100 GB in Virginia" {
    region = "us-east-1"
    cost   = "489.90"           # 3 × 730 × 0.21 = 459.90; 3 × 100 × 0.10 = 30.00
    source = "AWS price list, AmazonMSK, us-east-1, 2025-10-09"
    inputs {
      broker_type = "kafka.m5.large"
      brokers     = 3
      storage     = "100 GB"
    }
  }
  example "three brokers of 1,000 GB in Tokyo with tiered storage" {
    region = "ap-northeast-1"
    cost   = "1002.435"         # 3 × 730 × 0.2635 = 577.065; 3 × 1,000 × 0.12 = 360.00; 1,000 × 0.0652 = 65.20; 100 × 0.0017 = 0.17
    source = "AWS price list, AmazonMSK, ap-northeast-1, 2025-10-09"
    inputs {
      broker_type    = "kafka.m7g.large"
      brokers        = 3
      storage        = "1000 GB"
      tiered         = true
      tiered_storage = "1000 GB"
      tiered_reads   = "100 GB"
    }
  }
  example "provisioned throughput" {
    region = "ap-northeast-1"
    cost   = "4860.30"          # 3 × 730 × 2.17 = 4,752.30; 3 × 100 × 0.12 = 36.00; 3 × 250 × 0.096 = 72.00
    source = "AWS price list, AmazonMSK, ap-northeast-1, 2025-10-09"
    inputs {
      broker_type = "kafka.m5.4xlarge"
      brokers     = 3
      storage     = "100 GB"
      throughput  = "250 MBps"
    }
  }
  example "express brokers" {
    region = "ap-northeast-1"
    cost   = "1289.13"          # 3 × 730 × 0.527 = 1,154.13; 1,000 × 0.12 = 120.00; 1,000 × 0.015 = 15.00
    source = "AWS price list, AmazonMSK, ap-northeast-1, 2025-10-09"
    inputs {
      brokers_type = "express"
      broker_type  = "express.m7g.large"
      brokers      = 3
      storage      = "1000 GB"
      written      = "1000 GB"
    }
  }
}
