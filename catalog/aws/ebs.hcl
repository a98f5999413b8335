# EBS bills a volume by the GB-month for the size that was asked for, used or
# not, attached or not, running or stopped; gp3's IOPS and throughput above
# 3,000 and 125 MB/s, and every IOPS of io1 and io2, are billed beside it. The
# traps: io2's IOPS fall in price at 32,000 and 64,000, throughput is priced by
# the GB/s, and Terraform's default type is gp2, 25 % dearer than gp3.

kind "aws.ebs" {
  title    = "EBS volume"
  title_ja = "EBS ボリューム"
  aliases  = ["EBS", "EBS volume", "EBS snapshot"]
  service  = "AmazonEC2"
  live     = ["ec2:volume"]
  note     = "Volumes of an Auto Scaling group are part of aws.asg."

  locals {
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

  input "volume_type" {
    type    = text
    role    = "size"
    default = "gp3"
    one_of  = ["gp3", "gp2", "io1", "io2", "st1", "sc1", "standard"]
    about   = "Type of the volume"
  }
  input "size" {
    type  = number
    unit  = "GB"
    role  = "size"
    min   = 0
    about = "Size of one volume as provisioned; several equal ones are count"
  }
  input "iops" {
    type    = number
    unit    = "IOPS"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned IOPS; required for io1 and io2, for gp3 the first 3,000 are part of the price"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned throughput of gp3; the first 125 MBps are part of the price"
  }
  input "io" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "I/O requests in a month; billed for standard (magnetic) volumes only"
  }
  input "snapshots" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Snapshots of the volume in the standard tier, changed blocks only, averaged over the month"
  }

  check "iops" {
    condition = !contains(["io1", "io2"], volume_type) || iops > 0
    message   = "${volume_type} volumes need their provisioned iops"
  }
  check "iops_type" {
    condition = contains(["gp3", "io1", "io2"], volume_type) || iops == 0
    message   = "${volume_type} volumes have no provisioned iops"
  }
  check "throughput_type" {
    condition = volume_type == "gp3" || throughput == 0
    message   = "only gp3 volumes have a provisioned throughput"
  }

  meter "storage" {
    title      = "storage"
    usage_type = local.volume[volume_type]
    unit       = "GB-months"
    monthly    = size
  }
  meter "iops_gp3" {
    title      = "IOPS above 3,000"
    when       = volume_type == "gp3" && iops > 3000
    usage_type = "EBS:VolumeP-IOPS.gp3"
    unit       = "IOPS-months"
    monthly    = iops - 3000
  }
  meter "throughput_gp3" {
    title      = "throughput above 125 MBps"
    when       = volume_type == "gp3" && throughput > 125
    usage_type = "EBS:VolumeP-Throughput.gp3"
    unit       = "GiBps-months"
    monthly    = (throughput - 125) / 1024
  }
  meter "iops_io1" {
    title      = "IOPS"
    when       = volume_type == "io1"
    usage_type = "EBS:VolumeP-IOPS.piops"
    unit       = "IOPS-months"
    monthly    = iops
  }
  meter "iops_io2" {
    title      = "IOPS up to 32,000"
    when       = volume_type == "io2"
    usage_type = "EBS:VolumeP-IOPS.io2"
    unit       = "IOPS-months"
    monthly    = min(iops, 32000)
  }
  meter "iops_io2_above_32000" {
    title      = "IOPS from 32,001 to 64,000"
    when       = volume_type == "io2" && iops > 32000
    usage_type = "EBS:VolumeP-IOPS.io2.tier2"
    unit       = "IOPS-months"
    monthly    = min(iops, 64000) - 32000
  }
  meter "iops_io2_above_64000" {
    title      = "IOPS above 64,000"
    when       = volume_type == "io2" && iops > 64000
    usage_type = "EBS:VolumeP-IOPS.io2.tier3"
    unit       = "IOPS-months"
    monthly    = iops - 64000
  }
  meter "io" {
    title      = "I/O, magnetic"
    when       = volume_type == "standard"
    usage_type = "EBS:VolumeIOUsage"
    unit       = "IOs"
    monthly    = io
  }
  meter "snapshots" {
    title      = "snapshots"
    usage_type = "EBS:SnapshotUsage"
    operation  = "CreateSnapshot"
    unit       = "GB-months"
    monthly    = snapshots
  }

  terraform "aws_ebs_volume" {
    inputs {
      volume_type = coalesce(self.type, "gp2")
      size        = coalesce(self.size, 8)
      iops        = contains(["gp3", "io1", "io2"], coalesce(self.type, "gp2")) ? coalesce(self.iops, 0) : 0
      throughput  = coalesce(self.type, "gp2") == "gp3" ? coalesce(self.throughput, 0) : 0
      io          = usage.monthly_standard_io_requests
      snapshots   = 0
    }
  }
  # The size of a root volume that nobody states is its image's, which no plan knows.
  terraform "aws_instance" {
    for_each = { root = try(self.root_block_device[0], {}) }
    inputs {
      volume_type = coalesce(try(each.value.volume_type, null), "gp2")
      size        = try(each.value.volume_size, null)
      iops        = contains(["gp3", "io1", "io2"], coalesce(try(each.value.volume_type, null), "gp2")) ? coalesce(try(each.value.iops, null), 0) : 0
      throughput  = coalesce(try(each.value.volume_type, null), "gp2") == "gp3" ? coalesce(try(each.value.throughput, null), 0) : 0
      snapshots   = 0
    }
  }
  terraform "aws_instance" {
    for_each = targets(self.ebs_block_device)
    inputs {
      volume_type = coalesce(try(each.value.volume_type, null), "gp2")
      size        = try(each.value.volume_size, null)
      iops        = contains(["gp3", "io1", "io2"], coalesce(try(each.value.volume_type, null), "gp2")) ? coalesce(try(each.value.iops, null), 0) : 0
      throughput  = coalesce(try(each.value.volume_type, null), "gp2") == "gp3" ? coalesce(try(each.value.throughput, null), 0) : 0
      snapshots   = 0
    }
  }
  terraform "aws_instance" {
    for_each = { for i, disk in coalesce(try(target(self.launch_template[0], "aws_launch_template").block_device_mappings, null), []) : "template-${i}" => disk.ebs[0] if length(coalesce(disk.ebs, [])) > 0 }
    inputs {
      volume_type = coalesce(try(each.value.volume_type, null), "gp2")
      size        = try(each.value.volume_size, null)
      iops        = contains(["gp3", "io1", "io2"], coalesce(try(each.value.volume_type, null), "gp2")) ? coalesce(try(each.value.iops, null), 0) : 0
      throughput  = coalesce(try(each.value.volume_type, null), "gp2") == "gp3" ? coalesce(try(each.value.throughput, null), 0) : 0
      snapshots   = 0
    }
  }
  terraform "aws_spot_instance_request" {
    for_each = { root = try(self.root_block_device[0], {}) }
    inputs {
      volume_type = coalesce(try(each.value.volume_type, null), "gp2")
      size        = try(each.value.volume_size, null)
      iops        = contains(["gp3", "io1", "io2"], coalesce(try(each.value.volume_type, null), "gp2")) ? coalesce(try(each.value.iops, null), 0) : 0
      throughput  = coalesce(try(each.value.volume_type, null), "gp2") == "gp3" ? coalesce(try(each.value.throughput, null), 0) : 0
      snapshots   = 0
    }
  }
  terraform "aws_spot_instance_request" {
    for_each = targets(self.ebs_block_device)
    inputs {
      volume_type = coalesce(try(each.value.volume_type, null), "gp2")
      size        = try(each.value.volume_size, null)
      iops        = contains(["gp3", "io1", "io2"], coalesce(try(each.value.volume_type, null), "gp2")) ? coalesce(try(each.value.iops, null), 0) : 0
      throughput  = coalesce(try(each.value.volume_type, null), "gp2") == "gp3" ? coalesce(try(each.value.throughput, null), 0) : 0
      snapshots   = 0
    }
  }

  example "gp3 with snapshots" {
    region = "ap-northeast-1"
    cost   = "12.10"            # 100 × 0.096 = 9.60; 50 × 0.05 = 2.50
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      size      = "100 GB"
      snapshots = "50 GB"
    }
  }
  example "gp3 above its baseline" {
    region = "ap-northeast-1"
    cost   = "72.00"            # 500 × 0.096 = 48.00; 1,000 × 0.006 = 6.00; 375 / 1,024 × 49.152 = 18.00
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      size       = "500 GB"
      iops       = 4000
      throughput = "500 MBps"
    }
  }
  example "gp2" {
    region = "ap-northeast-1"
    cost   = "12.00"            # 100 × 0.12
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      volume_type = "gp2"
      size        = "100 GB"
    }
  }
  example "io1" {
    region = "ap-northeast-1"
    cost   = "162.20"           # 100 × 0.142 = 14.20; 2,000 × 0.074 = 148.00
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      volume_type = "io1"
      size        = "100 GB"
      iops        = 2000
    }
  }
  example "io2 through its three tiers" {
    region = "ap-northeast-1"
    cost   = "4600.16"          # 1,000 × 0.142 = 142.00; 32,000 × 0.074 = 2,368.00; 32,000 × 0.0518 = 1,657.60; 6,000 × 0.03626 = 217.56; 4,300 × 0.05 = 215.00
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      volume_type = "io2"
      size        = "1000 GB"
      iops        = 70000
      snapshots   = "4300 GB"
    }
  }
  example "magnetic with a million I/Os" {
    region = "ap-northeast-1"
    cost   = "8.08"             # 100 × 0.08 = 8.00; 1,000,000 × 0.00000008 = 0.08
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      volume_type = "standard"
      size        = "100 GB"
      io          = "1M"
    }
  }
  example "disks: st1 in Tokyo" {
    region = "ap-northeast-1"
    cost   = "27.00"            # 500 × 0.054
    source = "AWS price list, AmazonEC2, ap-northeast-1, 2026-09-25"
    inputs {
      volume_type = "st1"
      size        = "500 GB"
    }
  }
}
