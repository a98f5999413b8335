# FSx bills storage, throughput and backups by the month at the prices of its
# file system and of one zone or two. The trap: throughput of a Windows file
# system costs more than its disks, and neither shrinks by itself.

kind "aws.fsx" {
  title    = "FSx file system"
  title_ja = "FSx ファイルシステム"
  aliases  = ["FSx", "FSx for Windows", "FSx for OpenZFS"]
  service  = "AmazonFSx"
  live     = ["fsx:file-system"]
  note     = "The usage types of storage, throughput and IOPS are our own names, because no source at hand has AWS's; their rows have low confidence. What LZ4 or ZSTD saves is told by compression."

  input "filesystem" {
    type    = text
    role    = "size"
    default = "windows"
    one_of  = ["windows", "openzfs"]
    about   = "Which file system it is"
  }
  input "zones" {
    type    = text
    role    = "size"
    default = "one"
    one_of  = ["one", "two"]
    about   = "Whether it stands in one zone or in two"
  }
  input "disk" {
    type    = text
    role    = "size"
    default = "ssd"
    one_of  = ["ssd", "hdd"]
    about   = "Disks"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "size"
    min   = 0
    about = "Provisioned storage"
  }
  input "throughput" {
    type  = number
    unit  = "MBps"
    role  = "size"
    min   = 0
    about = "Throughput capacity"
  }
  input "iops" {
    type    = number
    unit    = "IOPS"
    role    = "size"
    default = 0
    min     = 0
    about   = "SSD IOPS above three for each GB"
  }
  input "compression" {
    type    = number
    unit    = "ratio"
    role    = "size"
    default = 0
    min     = 0
    max     = 1
    about   = "Part of the provisioned storage that compression makes unnecessary: a smaller file system holds the same data"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backups kept, averaged over the month"
  }

  meter "storage" {
    title      = "storage"
    usage_type = "Storage:${filesystem}-${zones}-${disk}"
    unit       = "GB-months"
    monthly    = ceil(storage * (1 - compression))
  }
  meter "throughput" {
    title      = "throughput"
    usage_type = "Throughput:${filesystem}-${zones}"
    unit       = "MiBps-months"
    monthly    = throughput
  }
  meter "iops" {
    title      = "SSD IOPS"
    when       = iops > 0
    usage_type = "IOPS:${filesystem}-${zones}"
    unit       = "IOPS-months"
    monthly    = iops
  }
  meter "backup" {
    title      = "backups"
    usage_type = "BackupUsage"
    unit       = "GB-months"
    monthly    = backup
  }

  terraform "aws_fsx_windows_file_system" {
    inputs {
      zones      = replace(coalesce(self.deployment_type, "SINGLE_AZ_1"), "MULTI", "") != coalesce(self.deployment_type, "SINGLE_AZ_1") ? "two" : "one"
      disk       = lower(coalesce(self.storage_type, "SSD"))
      storage    = self.storage_capacity
      throughput = self.throughput_capacity
      backup     = usage.backup_storage_gb
    }
  }
  terraform "aws_fsx_openzfs_file_system" {
    inputs {
      filesystem = "openzfs"
      storage    = self.storage_capacity
      # What the usage file states that compression saves; AWS bills what is provisioned, so without a statement nothing is taken off.
      compression = coalesce(self.root_volume_configuration == null ? null : try(self.root_volume_configuration[0].data_compression_type, null), "NONE") == "NONE" || usage.compression_savings_percent == null ? 0 : usage.compression_savings_percent / 100
      throughput = self.throughput_capacity
      iops       = self.disk_iops_configuration == null ? 0 : max(0, coalesce(try(self.disk_iops_configuration[0].iops, null), 0) - 3 * coalesce(self.storage_capacity, 0))
      backup     = usage.backup_storage_gb
    }
  }

  example "Windows in two zones" {
    region = "us-east-1"
    cost   = "655.00"           # 300 × 0.23 = 69.00; 128 × 4.5 = 576.00; 200 × 0.05 = 10.00
    source = "Amazon FSx pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      zones      = "two"
      storage    = "300 GB"
      throughput = "128 MBps"
      backup     = "200 GB"
    }
  }
  example "OpenZFS with IOPS of its own" {
    region = "us-east-1"
    cost   = "53.08"            # 200 × 0.09 = 18.00 less a tenth = 16.20; 128 × 0.26 = 33.28; 600 × 0.006 = 3.60
    source = "Amazon FSx pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      filesystem  = "openzfs"
      storage     = "200 GB"
      compression = "10 %"
      throughput  = "128 MBps"
      iops        = 600
    }
  }
}
