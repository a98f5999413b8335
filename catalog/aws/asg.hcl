# An Auto Scaling group costs nothing; what it starts does. Its instances bill as
# EC2 and their volumes as EBS. The traps: peers price the group at 0 (20 ×
# c7g.4xlarge is 8,468 a month in Virginia), and when the group goes to 0 its
# instances are terminated, not stopped, so here the disks go with them.

kind "aws.asg" {
  title    = "Auto Scaling group"
  title_ja = "Auto Scaling グループ"
  aliases  = ["ASG", "Auto Scaling group", "EC2 Auto Scaling"]
  service  = "AmazonEC2"
  live     = ["autoscaling:autoScalingGroup"]
  note     = "Volumes that survive their instance are aws.ebs. Of a group of mixed types the first counts, as AWS takes it first; Spot has no list price."

  locals {
    # Types that take EBS optimisation for a price of its own; newer ones have it.
    ebs_optimized = ["c1.xlarge", "c3.xlarge", "c3.2xlarge", "c3.4xlarge", "g2.2xlarge", "i2.xlarge", "i2.2xlarge", "i2.4xlarge", "m1.large", "m1.xlarge", "m2.2xlarge", "m2.4xlarge", "m3.xlarge", "m3.2xlarge", "r3.xlarge", "r3.2xlarge", "r3.4xlarge"]
    volume = {
      gp3      = "EBS:VolumeUsage.gp3"
      gp2      = "EBS:VolumeUsage.gp2"
      io1      = "EBS:VolumeUsage.piops"
      io2      = "EBS:VolumeUsage.io2"
      st1      = "EBS:VolumeUsage.st1"
      sc1      = "EBS:VolumeUsage.sc1"
      standard = "EBS:VolumeUsage"
    }
  }

  input "instance_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Type of each instance: c7g.4xlarge"
  }
  input "instances" {
    type      = number
    unit      = "instances"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Instances that run while the group is on"
  }
  input "volume_type" {
    type    = text
    role    = "size"
    default = "gp3"
    one_of  = ["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"]
    about   = "Type of the volume of each instance"
  }
  input "volume_size" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Volumes of one instance together, root volume included, deleted with it; unset is listed"
  }
  input "iops" {
    type    = number
    unit    = "IOPS"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned IOPS of one instance's volume; required for io1 and io2, for gp3 the first 3,000 are part of the price"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned throughput of one instance's gp3 volume; the first 125 MBps are part of the price"
  }
  input "more_storage" {
    type    = map(number)
    unit    = "GB"
    role    = "size"
    default = {}
    min     = 0
    one_of  = ["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"]
    about   = "Further volumes of each instance together, by their type"
  }
  input "more_iops" {
    type    = map(number)
    unit    = "IOPS"
    role    = "size"
    default = {}
    min     = 0
    one_of  = ["io1", "io2"]
    about   = "Provisioned IOPS of the further volumes of each instance together, by their type"
  }
  input "market" {
    type    = text
    role    = "size"
    default = "on-demand"
    one_of  = ["on-demand", "dedicated", "spot"]
    about   = "On demand, dedicated instances, or Spot"
  }
  input "ebs_optimized" {
    type    = switch
    role    = "size"
    default = false
    about   = "EBS optimisation, which types of before 2014 take for a price of its own"
  }
  input "public_ip" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether each instance has a public IPv4 address"
  }
  input "detailed_monitoring" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether CloudWatch gets each instance's metrics every minute: seven custom metrics each"
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

  check "instance_type" {
    condition = replace(instance_type, ".", "") != instance_type
    message   = "an instance type is written family.size, as in t3.medium; this is ${instance_type}"
  }
  check "iops" {
    condition = !contains(["io1", "io2"], volume_type) || iops > 0
    message   = "${volume_type} volumes need their provisioned iops"
  }
  check "iops_type" {
    condition = contains(["gp3", "io1", "io2"], volume_type) || iops == 0
    message   = "${volume_type} volumes have no provisioned iops"
  }
  check "iops_io2" {
    condition = volume_type != "io2" || iops <= 32000
    message   = "io2 above 32,000 IOPS has further prices: give the volumes a resource of kind aws.ebs"
  }
  check "throughput_type" {
    condition = volume_type == "gp3" || throughput == 0
    message   = "only gp3 volumes have a provisioned throughput"
  }

  meter "instances" {
    title      = "instances"
    when       = market != "spot"
    usage_type = "${market == "dedicated" ? "DedicatedUsage" : "BoxUsage"}:${instance_type}"
    operation  = lookup({ linux = "RunInstances", windows = "RunInstances:0002", rhel = "RunInstances:0010", suse = "RunInstances:000g" }, os, "RunInstances")
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "instances_spot" {
    title      = "Spot instances"
    when       = market == "spot"
    usage_type = "SpotUsage:${instance_type}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "ebs_optimized" {
    title      = "EBS optimisation"
    when       = ebs_optimized && contains(local.ebs_optimized, instance_type)
    usage_type = "EBSOptimized:${instance_type}"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "storage" {
    title      = "volumes"
    usage_type = local.volume[volume_type]
    unit       = "GB-months"
    hourly     = instances * volume_size
    averaged   = true
    off_hours  = "stops"
  }
  meter "more_storage" {
    title      = "further volumes"
    for_each   = more_storage
    usage_type = local.volume[each.key]
    unit       = "GB-months"
    hourly     = instances * each.value
    averaged   = true
    off_hours  = "stops"
  }
  meter "more_iops" {
    title      = "IOPS of further volumes"
    for_each   = more_iops
    usage_type = "EBS:VolumeP-IOPS.${each.key == "io1" ? "piops" : "io2"}"
    unit       = "IOPS-months"
    hourly     = instances * each.value
    averaged   = true
    off_hours  = "stops"
  }
  meter "iops_gp3" {
    title      = "IOPS above 3,000"
    when       = volume_type == "gp3" && iops > 3000
    usage_type = "EBS:VolumeP-IOPS.gp3"
    unit       = "IOPS-months"
    hourly     = instances * (iops - 3000)
    averaged   = true
    off_hours  = "stops"
  }
  meter "throughput_gp3" {
    title      = "throughput above 125 MBps"
    when       = volume_type == "gp3" && throughput > 125
    usage_type = "EBS:VolumeP-Throughput.gp3"
    unit       = "GiBps-months"
    hourly     = instances * (throughput - 125) / 1024
    averaged   = true
    off_hours  = "stops"
  }
  meter "iops" {
    title      = "IOPS"
    when       = volume_type == "io1" || volume_type == "io2"
    usage_type = "EBS:VolumeP-IOPS.${volume_type == "io1" ? "piops" : "io2"}"
    unit       = "IOPS-months"
    hourly     = instances * iops
    averaged   = true
    off_hours  = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    when       = public_ip
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = instances
    off_hours  = "stops"
  }
  meter "monitoring" {
    title      = "detailed monitoring"
    when       = detailed_monitoring
    service    = "AmazonCloudWatch"
    usage_type = "CW:MetricMonitorUsage"
    operation  = "MetricStorage:AWS/EC2"
    unit       = "metrics"
    hourly     = instances * 7
    averaged   = true
    off_hours  = "stops"
  }
  meter "cpu_credits" {
    title      = "CPU credits"
    when       = cpu_credits != null
    usage_type = "CPUCredits:${split(".", instance_type)[0]}"
    unit       = "vCPU-hours"
    monthly    = cpu_credits
  }

  terraform "aws_autoscaling_group" {
    when = length(targets(self.launch_template)) > 0
    inputs {
      instance_type       = target(self.launch_template[0], "aws_launch_template").instance_type
      instances           = usage.instances != null ? usage.instances : over_time(coalesce(self.desired_capacity, self.min_size), [for action in referrers("aws_autoscaling_schedule") : { cron = try(coalesce(action.recurrence, ""), ""), zone = try(action.time_zone, null), min = try(action.min_size, null), max = try(action.max_size, null), desired = try(action.desired_capacity, null) }])
      market              = try(length(target(self.launch_template[0], "aws_launch_template").instance_market_options), 0) > 0 ? "spot" : (try(target(self.launch_template[0], "aws_launch_template").placement[0].tenancy, null) == "dedicated" ? "dedicated" : "on-demand")
      os                  = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits         = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count * coalesce(usage.instances, self.desired_capacity, self.min_size)
      volume_type         = coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")
      volume_size         = try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_size, null)
      iops                = contains(["gp3", "io1", "io2"], coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")) ? coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].iops, null), 0) : 0
      throughput          = try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null) == "gp3" ? coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings[0].ebs[0].throughput, null), 0) : 0
      more_storage        = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : coalesce(disk.volume_type, "gp2")]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_size if coalesce(disk.volume_type, "gp2") == type]) }
      more_iops           = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_type if contains(["io1", "io2"], coalesce(disk.volume_type, "gp2"))]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.iops if disk.volume_type == type]) }
      ebs_optimized       = coalesce(try(tobool(target(self.launch_template[0], "aws_launch_template").ebs_optimized), null), false)
      detailed_monitoring = coalesce(try(target(self.launch_template[0], "aws_launch_template").monitoring[0].enabled, null), false)
    }
  }
  # AWS takes the first type of the list first; a weight is how many units of the capacity an instance is.
  terraform "aws_autoscaling_group" {
    when = length(targets(self.mixed_instances_policy)) > 0
    inputs {
      instance_type       = coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].instance_type, null), target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").instance_type)
      instances           = min(ceil(coalesce(usage.instances, self.desired_capacity, self.min_size) / tonumber(coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].weighted_capacity, null), 1))), coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity, null), 0) + ceil(max(0, ceil(coalesce(usage.instances, self.desired_capacity, self.min_size) / tonumber(coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].weighted_capacity, null), 1))) - coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity, null), 0)) * coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity, null), 100) / 100))
      market              = "on-demand"
      os                  = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits         = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count * coalesce(usage.instances, self.desired_capacity, self.min_size)
      volume_type         = coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")
      volume_size         = try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_size, null)
      iops                = contains(["gp3", "io1", "io2"], coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")) ? coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].iops, null), 0) : 0
      throughput          = try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null) == "gp3" ? coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].throughput, null), 0) : 0
      more_storage        = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : coalesce(disk.volume_type, "gp2")]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_size if coalesce(disk.volume_type, "gp2") == type]) }
      more_iops           = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_type if contains(["io1", "io2"], coalesce(disk.volume_type, "gp2"))]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.iops if disk.volume_type == type]) }
      ebs_optimized       = coalesce(try(tobool(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").ebs_optimized), null), false)
      detailed_monitoring = coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").monitoring[0].enabled, null), false)
    }
  }
  terraform "aws_autoscaling_group" {
    for_each = { for market, count in { spot = length(targets(self.mixed_instances_policy)) > 0 ? ceil(coalesce(usage.instances, self.desired_capacity, self.min_size) / tonumber(coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].weighted_capacity, null), 1))) - min(ceil(coalesce(usage.instances, self.desired_capacity, self.min_size) / tonumber(coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].weighted_capacity, null), 1))), coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity, null), 0) + ceil(max(0, ceil(coalesce(usage.instances, self.desired_capacity, self.min_size) / tonumber(coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].weighted_capacity, null), 1))) - coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity, null), 0)) * coalesce(try(self.mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity, null), 100) / 100)) : 0 } : market => count if count > 0 }
    inputs {
      instance_type       = coalesce(try(self.mixed_instances_policy[0].launch_template[0].override[0].instance_type, null), target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").instance_type)
      instances           = each.value
      market              = "spot"
      os                  = lower(coalesce(usage.operating_system, "linux"))
      volume_type         = coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")
      volume_size         = try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_size, null)
      iops                = contains(["gp3", "io1", "io2"], coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null), "gp2")) ? coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].iops, null), 0) : 0
      throughput          = try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].volume_type, null) == "gp3" ? coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings[0].ebs[0].throughput, null), 0) : 0
      more_storage        = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : coalesce(disk.volume_type, "gp2")]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_size if coalesce(disk.volume_type, "gp2") == type]) }
      more_iops           = { for type in distinct([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.volume_type if contains(["io1", "io2"], coalesce(disk.volume_type, "gp2"))]) : type => sum([for disk in [for i, disk in coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").block_device_mappings, null), []) : disk.ebs[0] if i > 0 && length(coalesce(disk.ebs, [])) > 0] : disk.iops if disk.volume_type == type]) }
      ebs_optimized       = coalesce(try(tobool(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").ebs_optimized), null), false)
      detailed_monitoring = coalesce(try(target(self.mixed_instances_policy[0].launch_template[0].launch_template_specification[0], "aws_launch_template").monitoring[0].enabled, null), false)
    }
  }
  terraform "aws_autoscaling_group" {
    when = !known(self.launch_configuration) || self.launch_configuration != null
    inputs {
      instance_type       = target(self.launch_configuration, "aws_launch_configuration").instance_type
      instances           = usage.instances != null ? usage.instances : over_time(coalesce(self.desired_capacity, self.min_size), [for action in referrers("aws_autoscaling_schedule") : { cron = try(coalesce(action.recurrence, ""), ""), zone = try(action.time_zone, null), min = try(action.min_size, null), max = try(action.max_size, null), desired = try(action.desired_capacity, null) }])
      market              = try(target(self.launch_configuration, "aws_launch_configuration").spot_price, null) != null ? "spot" : (try(target(self.launch_configuration, "aws_launch_configuration").placement_tenancy, null) == "dedicated" ? "dedicated" : "on-demand")
      os                  = lower(coalesce(usage.operating_system, "linux"))
      cpu_credits         = usage.monthly_cpu_credit_hrs == null || usage.vcpu_count == null ? null : usage.monthly_cpu_credit_hrs * usage.vcpu_count * coalesce(usage.instances, self.desired_capacity, self.min_size)
      volume_type         = coalesce(try(target(self.launch_configuration, "aws_launch_configuration").root_block_device[0].volume_type, null), "gp2")
      volume_size         = try(target(self.launch_configuration, "aws_launch_configuration").root_block_device[0].volume_size, null)
      iops                = contains(["gp3", "io1", "io2"], coalesce(try(target(self.launch_configuration, "aws_launch_configuration").root_block_device[0].volume_type, null), "gp2")) ? coalesce(try(target(self.launch_configuration, "aws_launch_configuration").root_block_device[0].iops, null), 0) : 0
      more_storage        = { for type in distinct([for disk in coalesce(try(target(self.launch_configuration, "aws_launch_configuration").ebs_block_device, null), []) : coalesce(disk.volume_type, "gp2")]) : type => sum([for disk in coalesce(try(target(self.launch_configuration, "aws_launch_configuration").ebs_block_device, null), []) : disk.volume_size if coalesce(disk.volume_type, "gp2") == type]) }
      more_iops           = { for type in distinct([for disk in coalesce(try(target(self.launch_configuration, "aws_launch_configuration").ebs_block_device, null), []) : disk.volume_type if contains(["io1", "io2"], coalesce(disk.volume_type, "gp2"))]) : type => sum([for disk in coalesce(try(target(self.launch_configuration, "aws_launch_configuration").ebs_block_device, null), []) : disk.iops if disk.volume_type == type]) }
      public_ip           = coalesce(try(target(self.launch_configuration, "aws_launch_configuration").associate_public_ip_address, null), false)
      ebs_optimized       = coalesce(try(target(self.launch_configuration, "aws_launch_configuration").ebs_optimized, null), false)
      detailed_monitoring = coalesce(try(target(self.launch_configuration, "aws_launch_configuration").enable_monitoring, null), true)
    }
  }
  terraform "aws_elastic_beanstalk_environment" {
    inputs {
      instance_type = coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:ec2:instances" && s.name == "InstanceTypes"][0], null), try([for s in targets(self.setting) : s.value if s.namespace == "aws:autoscaling:launchconfiguration" && s.name == "InstanceType"][0], null), "t3.micro")
      instances     = tonumber(coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:autoscaling:asg" && s.name == "MinSize"][0], null), 1))
      volume_type   = coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:autoscaling:launchconfiguration" && s.name == "RootVolumeType"][0], null), "gp2")
      volume_size   = tonumber(coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:autoscaling:launchconfiguration" && s.name == "RootVolumeSize"][0], null), 8))
      iops          = tonumber(coalesce(try([for s in targets(self.setting) : s.value if s.namespace == "aws:autoscaling:launchconfiguration" && s.name == "RootVolumeIOPS"][0], null), 0))
    }
  }

  example "20 × c7g.4xlarge in Virginia" {
    region = "us-east-1"
    cost   = "8468.00"          # 20 × 730 × 0.58; volumes are not stated
    source = "AWS price list, AmazonEC2, us-east-1, 2026-10-13"
    inputs {
      instance_type = "c7g.4xlarge"
      instances     = 20
    }
  }
  example "20 × c7g.4xlarge in Tokyo with 50 GB each" {
    region = "ap-northeast-1"
    cost   = "10720.42"         # 20 × 730 × 0.7277 = 10,624.42; 20 × 50 × 0.096 = 96.00
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04 and 2026-09-25"
    inputs {
      instance_type = "c7g.4xlarge"
      instances     = 20
      volume_size   = "50 GB"
    }
  }
  example "three with fast volumes and addresses" {
    region = "ap-northeast-1"
    cost   = "312.876"          # 3 × 730 × 0.1054 = 230.826; 3 × 100 × 0.096 = 28.80; 3 × 1,000 × 0.006 = 18.00; 3 × 125 / 1,024 × 49.152 = 18.00; 3 × 730 × 0.005 = 10.95; 3 × 7 × 0.30 = 6.30
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2025-11-04 and 2026-09-25; AmazonVPC, 2026-09-25; AmazonCloudWatch, 2025-09-23"
    inputs {
      instance_type       = "m7g.large"
      instances           = 3
      volume_size         = "100 GB"
      iops                = 4000
      throughput          = "250 MBps"
      public_ip           = true
      detailed_monitoring = true
    }
  }
  example "dedicated instances with two kinds of further volumes" {
    region = "us-east-1"
    cost   = "105.02"           # 730 × 0.074 = 54.02; 200 × 0.10 = 20.00; 40 × 0.125 = 5.00; 400 × 0.065 = 26.00
    source = "AWS price list, AmazonEC2, us-east-1, 2026-09-25; prices that Infracost published for its own tests, us-east-1, 2025-07-04"
    inputs {
      instance_type = "m3.medium"
      instances     = 1
      market        = "dedicated"
      volume_size   = 0
      more_storage  = { gp2 = "200 GB", io1 = "40 GB" }
      more_iops     = { io1 = 400 }
    }
  }
}
