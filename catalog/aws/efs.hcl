# EFS bills the data by the GB-month in its class, and the throughput by its
# mode: elastic pays for each GB read and written, provisioned for the MB/s above
# what the data brings (1 MB/s for each 20 GB), bursting nothing. The traps: One
# Zone is half the price of regional and is taken for it, and files in
# Infrequent Access pay again when they are read.

kind "aws.efs" {
  title    = "EFS file system"
  title_ja = "EFS ファイルシステム"
  aliases  = ["EFS", "Elastic File System"]
  service  = "AmazonEFS"
  live     = ["elasticfilesystem:file-system"]
  note     = "AWS bills a file in Infrequent Access or Archive as 128 KB at least. Replication and backups by AWS Backup are not priced."

  input "zones" {
    type    = text
    role    = "size"
    default = "regional"
    one_of  = ["regional", "one-zone"]
    about   = "Whether the data lies in several zones or in one"
  }
  input "throughput_mode" {
    type    = text
    role    = "size"
    default = "elastic"
    one_of  = ["elastic", "bursting", "provisioned"]
    about   = "How throughput is billed; new file systems are elastic"
  }
  input "lifecycle" {
    type    = text
    role    = "size"
    default = "none"
    one_of  = ["none", "infrequent-access", "archive"]
    about   = "Coldest class that the lifecycle moves files to; archive has infrequent-access as well"
  }
  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data in the Standard class, averaged over the month"
  }
  input "ia_storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data in Infrequent Access, averaged over the month"
  }
  input "archive_storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data in Archive, averaged over the month, 90 days at least; elastic throughput only"
  }
  input "read" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data read in a month; billed in the elastic mode"
  }
  input "written" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data written in a month; billed in the elastic mode"
  }
  input "ia_access" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data read from and moved to Infrequent Access in a month"
  }
  input "archive_access" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data read from and moved to Archive in a month"
  }
  input "throughput" {
    type    = number
    unit    = "MBps"
    role    = "size"
    default = 0
    min     = 0
    about   = "Provisioned throughput; 1 MBps for each 20 GB of Standard storage is part of its price"
  }

  check "throughput" {
    condition = (throughput_mode == "provisioned") == (throughput > 0)
    message   = "throughput goes with the provisioned mode, which needs it"
  }
  check "infrequent_access" {
    condition = lifecycle != "none" || (!known(ia_storage) && !known(ia_access))
    message   = "ia_storage and ia_access go with a lifecycle to infrequent-access or archive"
  }
  check "archive_storage" {
    condition = lifecycle == "archive" || (!known(archive_storage) && !known(archive_access))
    message   = "archive_storage and archive_access go with a lifecycle to archive"
  }
  check "archive" {
    condition = lifecycle != "archive" || (throughput_mode == "elastic" && zones == "regional")
    message   = "Archive needs a regional file system with elastic throughput"
  }

  meter "storage" {
    title      = "storage, Standard"
    when       = zones == "regional"
    usage_type = "TimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_one_zone" {
    title      = "storage, One Zone"
    when       = zones == "one-zone"
    usage_type = "TimedStorage-Z-ByteHrs"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "ia_storage" {
    title      = "storage, Infrequent Access"
    when       = zones == "regional" && lifecycle != "none"
    usage_type = "IATimedStorage-${throughput_mode == "elastic" ? "ET-" : ""}ByteHrs"
    unit       = "GB-months"
    monthly    = ia_storage
  }
  meter "ia_storage_one_zone" {
    title      = "storage, One Zone Infrequent Access"
    when       = zones == "one-zone" && lifecycle != "none"
    usage_type = "IATimedStorage-Z-ByteHrs"
    unit       = "GB-months"
    monthly    = ia_storage
  }
  meter "archive_storage" {
    title      = "storage, Archive"
    when       = lifecycle == "archive"
    usage_type = "ArchiveTimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = archive_storage
  }
  # On the bill one usage type, ETDataAccess-Bytes, with the operations Read and Write.
  meter "read" {
    title      = "data read"
    when       = throughput_mode == "elastic"
    usage_type = "ETDataAccess-Bytes(read)"
    operation  = "Read"
    unit       = "GB"
    monthly    = read
  }
  meter "written" {
    title      = "data written"
    when       = throughput_mode == "elastic"
    usage_type = "ETDataAccess-Bytes(write)"
    operation  = "Write"
    unit       = "GB"
    monthly    = written
  }
  meter "ia_access" {
    title      = "access to Infrequent Access"
    when       = lifecycle != "none"
    usage_type = "IADataAccess-Bytes"
    unit       = "GB"
    monthly    = ia_access
  }
  meter "archive_access" {
    title      = "access to Archive"
    when       = lifecycle == "archive"
    usage_type = "ArchiveDataAccess-Bytes"
    unit       = "GB"
    monthly    = archive_access
  }
  meter "throughput" {
    title      = "throughput above what the data brings"
    when       = throughput_mode == "provisioned"
    usage_type = "ProvisionedTP-MiBpsHrs"
    unit       = "MiBps-months"
    monthly    = max(0, throughput - storage / 20)
  }

  terraform "aws_efs_file_system" {
    inputs {
      zones           = self.availability_zone_name == null ? "regional" : "one-zone"
      throughput_mode = coalesce(self.throughput_mode, "bursting")
      lifecycle       = length([for p in targets(self.lifecycle_policy) : p if try(p.transition_to_archive, null) != null]) > 0 ? "archive" : (length([for p in targets(self.lifecycle_policy) : p if try(p.transition_to_ia, null) != null]) > 0 || usage.infrequent_access_storage_gb != null ? "infrequent-access" : "none")
      throughput      = coalesce(self.provisioned_throughput_in_mibps, 0)
      storage         = usage.storage_gb
      ia_storage      = usage.infrequent_access_storage_gb
      ia_access       = usage.monthly_infrequent_access_read_gb == null && usage.monthly_infrequent_access_write_gb == null ? null : coalesce(usage.monthly_infrequent_access_read_gb, 0) + coalesce(usage.monthly_infrequent_access_write_gb, 0)
    }
  }

  example "AWS's own example of provisioned throughput" {
    region = "us-east-1"
    cost   = "60.00"            # 100 × 0.30 = 30.00; (10 - 100 / 20) × 6.00 = 30.00
    source = "AWS EFS pricing page, provisioned throughput example, quoted 2019-07; AWS price list, AmazonEFS, us-east-1, 2025-09-25"
    inputs {
      throughput_mode = "provisioned"
      storage         = "100 GB"
      throughput      = "10 MBps"
    }
  }
  example "100 GB in Virginia" {
    region = "us-east-1"
    cost   = "30.00"            # 100 × 0.30; bursting
    source = "AWS price list, AmazonEFS, us-east-1, 2025-09-25"
    inputs {
      throughput_mode = "bursting"
      storage         = "100 GB"
    }
  }
  example "elastic in Tokyo" {
    region = "ap-northeast-1"
    cost   = "43.50"            # 100 × 0.36 = 36.00; 100 × 0.04 = 4.00; 50 × 0.07 = 3.50
    source = "AWS price list, AmazonEFS, ap-northeast-1, 2025-09-25"
    inputs {
      storage = "100 GB"
      read    = "100 GB"
      written = "50 GB"
    }
  }
  example "elastic with colder classes" {
    region = "ap-northeast-1"
    cost   = "56.00"            # 100 × 0.36 = 36.00; 500 × 0.02 = 10.00; 1,000 × 0.01 = 10.00; access is not stated
    source = "AWS price list, AmazonEFS, ap-northeast-1, 2025-09-25"
    inputs {
      lifecycle       = "archive"
      storage         = "100 GB"
      ia_storage      = "500 GB"
      archive_storage = "1000 GB"
    }
  }
  example "bursting with Infrequent Access" {
    region = "ap-northeast-1"
    cost   = "38.72"            # 100 × 0.36 = 36.00; 100 × 0.0272 = 2.72
    source = "AWS price list, AmazonEFS, ap-northeast-1, 2025-09-25"
    inputs {
      throughput_mode = "bursting"
      lifecycle       = "infrequent-access"
      storage         = "100 GB"
      ia_storage      = "100 GB"
    }
  }
  example "One Zone" {
    region = "ap-northeast-1"
    cost   = "19.20"            # 100 × 0.192; reads and writes are not stated
    source = "AWS price list, AmazonEFS, ap-northeast-1, 2025-09-25"
    inputs {
      zones   = "one-zone"
      storage = "100 GB"
    }
  }
}
