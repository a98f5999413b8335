# FSx bills storage, throughput and backups by the month at the prices of its
# file system and of one zone or two. The trap: throughput of a Windows file
# system costs more than its disks, and neither shrinks by itself.

kind "aws.fsx" {
  title    = "FSx file system"
  title_ja = "FSx ファイルシステム"
  aliases  = ["FSx", "FSx for Windows", "FSx for OpenZFS"]
  service  = "AmazonFSx"
  live     = ["fsx:file-system"]
  note     = "No source at hand has the usage types of storage and throughput, so these lines are listed as unpriced."

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
    monthly    = storage
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
      throughput = self.throughput_capacity
      iops       = self.disk_iops_configuration == null ? 0 : max(0, coalesce(try(self.disk_iops_configuration[0].iops, null), 0) - 3 * coalesce(self.storage_capacity, 0))
      backup     = usage.backup_storage_gb
    }
  }
}
