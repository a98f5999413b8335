# Amazon MQ bills each broker instance by the hour and the storage of messages
# by the month. The trap: a cluster of RabbitMQ is three instances, an active
# and standby pair two, and EFS costs three times EBS.

kind "aws.mq" {
  title    = "MQ broker"
  title_ja = "MQ ブローカー"
  aliases  = ["Amazon MQ", "ActiveMQ", "RabbitMQ"]
  service  = "AmazonMQ"
  live     = ["mq:broker"]
  note     = "The usage type of an instance (BrokerUsage:...) is our own name, because no source at hand has AWS's; its rows have low confidence."

  input "engine" {
    type    = text
    role    = "size"
    default = "activemq"
    one_of  = ["activemq", "rabbitmq"]
    about   = "Which broker it is"
  }
  input "class" {
    type  = text
    role  = "size"
    about = "Class, such as mq.m5.large"
  }
  input "deployment" {
    type    = text
    role    = "size"
    default = "single"
    one_of  = ["single", "pair", "cluster"]
    about   = "One instance, a pair, or a cluster of three"
  }
  input "disk" {
    type    = text
    role    = "size"
    default = "efs"
    one_of  = ["efs", "ebs"]
    about   = "Where messages are kept; RabbitMQ has EBS only"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Messages kept in each instance, averaged over the month"
  }

  meter "instance" {
    title      = "instances"
    usage_type = "BrokerUsage:${engine}-${deployment}-${class}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "storage, EFS"
    when       = engine == "activemq" && disk == "efs"
    usage_type = "TimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_ebs" {
    title      = "storage, EBS"
    when       = engine == "activemq" && disk == "ebs"
    usage_type = "TimedStorage-EBS-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_rabbitmq" {
    title      = "storage"
    when       = engine == "rabbitmq"
    usage_type = "TimedStorage-RabbitMQ-ByteHrs"
    unit       = "GB-months"
    monthly    = storage * (deployment == "cluster" ? 3 : 1)
  }

  terraform "aws_mq_broker" {
    inputs {
      engine     = lower(self.engine_type)
      class      = self.host_instance_type
      deployment = lookup({ active_standby_multi_az = "pair", cluster_multi_az = "cluster" }, lower(coalesce(self.deployment_mode, "SINGLE_INSTANCE")), "single")
      disk       = lower(self.engine_type) == "rabbitmq" ? "ebs" : lower(coalesce(self.storage_type, "efs"))
      storage    = usage.storage_size_gb
    }
  }

  example "a single ActiveMQ broker" {
    region = "us-east-1"
    cost   = "24.90"            # 730 × 0.03 = 21.90; 10 × 0.30 = 3.00
    source = "Amazon MQ pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      class   = "mq.t2.micro"
      storage = "10 GB"
    }
  }
  example "a cluster of RabbitMQ" {
    region = "us-east-1"
    cost   = "1264.44"          # 730 × 1.728 = 1,261.44; 3 × 10 × 0.10 = 3.00
    source = "Amazon MQ pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      engine     = "rabbitmq"
      class      = "mq.m5.xlarge"
      deployment = "cluster"
      disk       = "ebs"
      storage    = "10 GB"
    }
  }
}
