# OpenSearch bills every node by the hour and the EBS volume of every data node
# by the GB-month. The traps: the size of the volume is that of one node, so
# three nodes of 400 GB pay for 1,200 GB (a peer counts 400); dedicated masters
# are three nodes more; a domain cannot be stopped, so nights cost as much as
# days.

kind "aws.opensearch" {
  title    = "OpenSearch domain"
  title_ja = "OpenSearch ドメイン"
  aliases  = ["OpenSearch", "OpenSearch Service", "Elasticsearch"]
  service  = "AmazonES"
  live     = ["es:domain"]
  note     = "The book has a few types of us-east-1 and one of eu-west-2. OpenSearch Serverless, Extended Support and OR1's managed storage are not covered."

  locals {
    volume = { gp3 = "ES:GP3-Storage", gp2 = "ES:GP2-Storage", io1 = "ES:PIOPS-Storage", standard = "ES:Magnetic-Storage" }
  }

  input "instance_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Type of each data node: r6g.large.search; .search may be left out"
  }
  input "nodes" {
    type      = number
    unit      = "nodes"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Data nodes; in two or three zones a multiple of the zones"
  }
  input "volume_type" {
    type    = text
    role    = "size"
    default = "gp3"
    one_of  = ["gp3", "gp2", "io1", "standard", "none"]
    about   = "Type of the EBS volume of each data node; none for types with disks of their own"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Size of the volume of one data node, not of the domain"
  }
  input "iops" {
    type    = number
    unit    = "IOPS"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned IOPS of one data node; required for io1, for gp3 3,000 for each 3 TB begun are part of the price"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned throughput of one data node's gp3 volume; 125 MBps up to 170 GB, then 250 for each 3 TB begun are part of the price"
  }
  input "master_type" {
    type    = text
    role    = "size"
    default = "none"
    about   = "Type of the dedicated master nodes: m6g.large.search; none without"
  }
  input "masters" {
    type    = number
    unit    = "nodes"
    role    = "size"
    default = 0
    min     = 0
    about   = "Dedicated master nodes, usually 3"
  }
  input "warm_type" {
    type    = text
    role    = "size"
    default = "none"
    about   = "Type of the UltraWarm nodes: ultrawarm1.medium.search; none without"
  }
  input "warm_nodes" {
    type    = number
    unit    = "nodes"
    role    = "size"
    default = 0
    min     = 0
    about   = "UltraWarm nodes"
  }
  input "warm_storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Managed storage of UltraWarm and cold indexes of the domain, averaged over the month"
  }

  check "iops" {
    condition = volume_type != "io1" || iops > 0
    message   = "io1 volumes need their provisioned iops"
  }
  check "iops_type" {
    condition = contains(["gp3", "io1"], volume_type) || iops == 0
    message   = "${volume_type} volumes have no provisioned iops"
  }
  check "throughput_type" {
    condition = volume_type == "gp3" || throughput == 0
    message   = "only gp3 volumes have a provisioned throughput"
  }
  check "masters" {
    condition = (master_type == "none") == (masters == 0)
    message   = "dedicated masters need both their type and their number"
  }
  check "warm" {
    condition = (warm_type == "none") == (warm_nodes == 0)
    message   = "UltraWarm nodes need both their type and their number"
  }

  meter "nodes" {
    title      = "data nodes"
    usage_type = "ESInstance:${replace(instance_type, ".search", "")}"
    operation  = "ESDomain"
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stays"
  }
  meter "masters" {
    title      = "dedicated masters"
    when       = masters > 0
    usage_type = "ESInstance:${replace(master_type, ".search", "")}"
    operation  = "ESDomain"
    unit       = "hours"
    hourly     = masters
    off_hours  = "stays"
  }
  meter "warm_nodes" {
    title      = "UltraWarm nodes"
    when       = warm_nodes > 0
    usage_type = "ESInstance:${replace(warm_type, ".search", "")}"
    operation  = "ESDomain"
    unit       = "hours"
    hourly     = warm_nodes
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "volumes of the data nodes"
    when       = volume_type != "none"
    usage_type = local.volume[volume_type]
    operation  = "ESDomain"
    unit       = "GB-months"
    hourly     = nodes * storage
    averaged   = true
    off_hours  = "stays"
  }
  meter "iops_gp3" {
    title      = "IOPS above the baseline, gp3"
    when       = volume_type == "gp3" && iops > 3000
    usage_type = "ES:GP3-PIOPS"
    operation  = "ESDomain"
    unit       = "IOPS-months"
    hourly     = nodes * max(0, iops - 3000 * ceil(storage / 3072))
    averaged   = true
    off_hours  = "stays"
  }
  meter "throughput_gp3" {
    title      = "throughput above the baseline, gp3"
    when       = volume_type == "gp3" && throughput > 125
    usage_type = "ES:GP3-Provisioned-Throughput"
    operation  = "ESDomain"
    unit       = "MiBps-months"
    hourly     = nodes * max(0, throughput - (storage <= 170 ? 125 : 250 * ceil(storage / 3072)))
    averaged   = true
    off_hours  = "stays"
  }
  meter "iops_io1" {
    title      = "IOPS, io1"
    when       = volume_type == "io1"
    usage_type = "ES:PIOPS"
    operation  = "ESDomain"
    unit       = "IOPS-months"
    hourly     = nodes * iops
    averaged   = true
    off_hours  = "stays"
  }
  meter "warm_storage" {
    title      = "managed storage"
    when       = warm_nodes > 0
    usage_type = "ES:Managed-Storage"
    operation  = "ESDomain"
    unit       = "GB-months"
    monthly    = warm_storage
  }

  terraform "aws_opensearch_domain" {
    inputs {
      instance_type = try(coalesce(self.cluster_config[0].instance_type, "m4.large.search"), "m4.large.search")
      nodes         = try(coalesce(self.cluster_config[0].instance_count, 1), 1)
      volume_type   = try(self.ebs_options[0].ebs_enabled, false) ? try(coalesce(self.ebs_options[0].volume_type, "gp2"), "gp2") : "none"
      storage       = try(self.ebs_options[0].volume_size, null)
      iops          = try(coalesce(self.ebs_options[0].iops, 0), 0)
      throughput    = try(coalesce(self.ebs_options[0].throughput, 0), 0)
      master_type   = try(self.cluster_config[0].dedicated_master_enabled, false) == true ? coalesce(self.cluster_config[0].dedicated_master_type, "m4.large.search") : "none"
      masters       = try(self.cluster_config[0].dedicated_master_enabled, false) == true ? coalesce(self.cluster_config[0].dedicated_master_count, 3) : 0
      warm_type     = try(self.cluster_config[0].warm_enabled, false) == true ? coalesce(self.cluster_config[0].warm_type, "none") : "none"
      warm_nodes    = try(self.cluster_config[0].warm_enabled, false) == true ? coalesce(self.cluster_config[0].warm_count, 0) : 0
    }
  }
  terraform "aws_elasticsearch_domain" {
    inputs {
      instance_type = replace(try(coalesce(self.cluster_config[0].instance_type, "m4.large.elasticsearch"), "m4.large.elasticsearch"), ".elasticsearch", ".search")
      nodes         = try(coalesce(self.cluster_config[0].instance_count, 1), 1)
      volume_type   = try(self.ebs_options[0].ebs_enabled, false) ? try(coalesce(self.ebs_options[0].volume_type, "gp2"), "gp2") : "none"
      storage       = try(self.ebs_options[0].volume_size, null)
      iops          = try(coalesce(self.ebs_options[0].iops, 0), 0)
      throughput    = try(coalesce(self.ebs_options[0].throughput, 0), 0)
      master_type   = replace(try(self.cluster_config[0].dedicated_master_enabled, false) == true ? coalesce(self.cluster_config[0].dedicated_master_type, "m4.large.elasticsearch") : "none", ".elasticsearch", ".search")
      masters       = try(self.cluster_config[0].dedicated_master_enabled, false) == true ? coalesce(self.cluster_config[0].dedicated_master_count, 3) : 0
      warm_type     = replace(try(self.cluster_config[0].warm_enabled, false) == true ? coalesce(self.cluster_config[0].warm_type, "none") : "none", ".elasticsearch", ".search")
      warm_nodes    = try(self.cluster_config[0].warm_enabled, false) == true ? coalesce(self.cluster_config[0].warm_count, 0) : 0
    }
  }

  example "three nodes with masters, UltraWarm and gp2" {
    region = "us-east-1"
    cost   = "3508.32"          # 3 × 730 × 0.587 = 1,285.53; 730 × 2.347 = 1,713.31; 2 × 730 × 0.238 = 347.48; 3 × 400 × 0.135 = 162.00
    source = "Amazon OpenSearch Service pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      instance_type = "c4.2xlarge.search"
      nodes         = 3
      volume_type   = "gp2"
      storage       = "400 GB"
      master_type   = "c4.8xlarge.search"
      masters       = 1
      warm_type     = "ultrawarm1.medium.search"
      warm_nodes    = 2
      warm_storage  = 0
    }
  }
  example "one gp3 node" {
    region = "us-east-1"
    cost   = "447.11"           # 730 × 0.587 = 428.51; 100 × 0.122 = 12.20; 100 × 0.064 = 6.40
    source = "Amazon OpenSearch Service pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      instance_type = "c4.2xlarge"
      nodes         = 1
      storage       = "100 GB"
      throughput    = "225 MBps"
    }
  }
}
