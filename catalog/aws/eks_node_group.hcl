# The nodes of an EKS node group are ordinary instances: AWS bills their hours and
# their disks, and nothing for the group. The trap: the disk is per node, the
# desired size is not what a cluster autoscaler runs at the peak, and system pods
# take a part of every small node. Scaled to zero, nodes and disks cost nothing.

kind "aws.eks_node_group" {
  title    = "EKS node group"
  title_ja = "EKS ノードグループ"
  aliases  = ["EKS nodes", "EKS managed node group", "Kubernetes nodes"]
  service  = "AmazonEC2"
  live     = ["eks:nodegroup"]
  note     = "Spot nodes have no list price and are unpriced; the cluster is aws.eks."

  input "instance_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Instance type of the nodes, such as m7g.large"
  }
  input "nodes" {
    type      = number
    unit      = "nodes"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Nodes that run while the group is on"
  }
  input "spot" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the nodes are Spot instances, whose price moves and is on no list"
  }
  input "disk" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 20
    min     = 1
    about   = "Root volume of each node; EKS makes 20 GB unless told otherwise"
  }
  input "disk_type" {
    type    = text
    role    = "size"
    default = "gp3"
    one_of  = ["gp3", "gp2"]
    about   = "Volume type of the root volume; AMIs up to Amazon Linux 2 make gp2"
  }
  input "public_ip" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether each node has a public IPv4 address"
  }
  input "os" {
    type    = text
    role    = "size"
    default = "linux"
    one_of  = ["linux", "windows", "rhel", "suse"]
    about   = "Operating system whose licence is in the price of the instance"
  }
  input "cpu_credits" {
    type    = number
    unit    = "vCPU-hours"
    role    = "size"
    default = null
    min     = 0
    about   = "vCPU-hours above the baseline in a month, for burstable types in unlimited mode, if there are any"
  }

  meter "nodes" {
    title      = "node hours"
    when       = !spot
    usage_type = "BoxUsage:${instance_type}"
    operation  = lookup({ linux = "RunInstances", windows = "RunInstances:0002", rhel = "RunInstances:0010", suse = "RunInstances:000g" }, os, "RunInstances")
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stops"
  }
  meter "nodes_spot" {
    title      = "node hours, Spot"
    when       = spot
    usage_type = "SpotUsage:${instance_type}"
    operation  = "RunInstances"
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stops"
  }
  # The price is for a month of a GB; a node that ends takes its disk with it.
  meter "disk" {
    title      = "root volumes"
    usage_type = "EBS:VolumeUsage.${disk_type}"
    unit       = "GB-months"
    hourly     = nodes * disk
    averaged   = true
    off_hours  = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    when       = public_ip
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stops"
  }
  meter "cpu_credits" {
    title      = "CPU credits"
    when       = cpu_credits != null
    usage_type = "CPUCredits:${split(".", instance_type)[0]}"
    unit       = "vCPU-hours"
    monthly    = cpu_credits
  }

  terraform "aws_eks_node_group" {
    inputs {
      instance_type = coalesce(try(self.instance_types[0], null), length(targets(self.launch_template)) > 0 ? try(target(self.launch_template[0], "aws_launch_template").instance_type, null) : null, "t3.medium")
      nodes         = coalesce(usage.instances, self.scaling_config[0].desired_size)
      spot          = self.capacity_type == "SPOT"
      os            = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits   = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count * coalesce(usage.instances, self.scaling_config[0].desired_size)
      disk          = coalesce(try(sum([for disk in target(self.launch_template[0], "aws_launch_template").block_device_mappings : disk.ebs[0].volume_size]), null), self.disk_size, 20)
      disk_type     = coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")
    }
  }

  example "three m7g.large" {
    region = "ap-northeast-1"
    cost   = "236.586"          # 3 × 730 × 0.1054 = 230.826; 3 × 20 × 0.096 = 5.76
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04 and 2026-09-25"
    inputs {
      instance_type = "m7g.large"
      nodes         = 3
    }
  }
  example "two t3.medium with 50 GB of gp2 and public addresses" {
    region = "ap-northeast-1"
    cost   = "98.724"           # 2 × 730 × 0.0544 = 79.424; 2 × 50 × 0.12 = 12.00; 2 × 730 × 0.005 = 7.30
    source = "AWS price list, AmazonEC2 and AmazonVPC, ap-northeast-1, 2025-11-04 and 2026-09-25"
    inputs {
      instance_type = "t3.medium"
      nodes         = 2
      disk          = "50 GB"
      disk_type     = "gp2"
      public_ip     = true
    }
  }
}
