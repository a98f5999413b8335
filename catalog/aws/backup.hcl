# AWS Backup bills what it keeps by the GB-month, mostly under the name of the
# service that it protects: EBS snapshots, RDS backups, DynamoDB backups. The trap:
# copies to another region pay storage and transfer again, cold storage bills
# ninety days at least, and a plan that keeps everything for years only grows.

kind "aws.backup" {
  title    = "AWS Backup"
  title_ja = "AWS Backup"
  aliases  = ["Backup", "Backup vault", "Backup plan"]
  service  = "AWSBackup"
  live     = ["backup:backup-vault"]
  note     = "Aurora's own backups are in the kinds of Aurora. Backup Audit Manager and air-gapped vaults are not priced."

  input "protects" {
    type   = list(text)
    role   = "size"
    one_of = ["ebs", "rds", "dynamodb", "efs", "efs-cold", "s3"]
    about  = "What the plan backs up; efs-cold is EFS moved to cold storage"
  }
  input "ebs" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "EBS snapshots kept, changed blocks only, averaged over the month"
  }
  input "snapshot_lists" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "ListChangedBlocks and ListSnapshotBlocks requests on EBS snapshots in a month, if any"
  }
  input "snapshot_gets" {
    type    = number
    unit    = "units"
    role    = "size"
    default = null
    min     = 0
    about   = "GetSnapshotBlock units of 512 KiB in a month, if any"
  }
  input "snapshot_puts" {
    type    = number
    unit    = "units"
    role    = "size"
    default = null
    min     = 0
    about   = "PutSnapshotBlock units of 512 KiB in a month, if any"
  }
  input "fast_restore" {
    type    = number
    unit    = "capacity-unit-hours"
    role    = "size"
    default = null
    min     = 0
    about   = "Hours for which a snapshot is fast to restore, times the zones, if any"
  }
  input "rds" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "RDS backups kept beyond the free part, which is the provisioned storage of the region, averaged over the month"
  }
  input "dynamodb" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "DynamoDB on-demand backups kept, averaged over the month"
  }
  input "efs" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "EFS backups in warm storage, averaged over the month"
  }
  input "efs_cold" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "EFS backups in cold storage, averaged over the month"
  }
  input "s3" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "S3 backups kept, averaged over the month"
  }
  input "aurora" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Aurora snapshots kept beyond the free part, averaged over the month"
  }
  input "fsx" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "FSx backups kept, averaged over the month"
  }
  input "dynamodb_restore" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "DynamoDB tables restored in a month"
  }
  input "efs_restore" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "EFS backups restored from warm storage in a month"
  }
  input "efs_cold_restore" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "EFS backups restored from cold storage in a month"
  }
  input "efs_item_restore" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Restores of single items from EFS backups in a month"
  }

  meter "ebs" {
    title      = "EBS snapshots"
    when       = contains(protects, "ebs")
    service    = "AmazonEC2"
    usage_type = "EBS:SnapshotUsage"
    operation  = "CreateSnapshot"
    unit       = "GB-months"
    monthly    = ebs
  }
  meter "snapshot_lists" {
    title      = "snapshot blocks, list requests"
    when       = snapshot_lists != null
    service    = "AmazonEC2"
    usage_type = "EBS:directAPI.snapshot.List"
    unit       = "requests"
    monthly    = snapshot_lists
  }
  meter "snapshot_gets" {
    title      = "snapshot blocks read"
    when       = snapshot_gets != null
    service    = "AmazonEC2"
    usage_type = "EBS:directAPI.snapshot.Get"
    unit       = "units"
    monthly    = snapshot_gets
  }
  meter "snapshot_puts" {
    title      = "snapshot blocks written"
    when       = snapshot_puts != null
    service    = "AmazonEC2"
    usage_type = "EBS:directAPI.snapshot.Put"
    unit       = "units"
    monthly    = snapshot_puts
  }
  meter "fast_restore" {
    title      = "fast snapshot restore"
    when       = fast_restore != null
    service    = "AmazonEC2"
    usage_type = "EBS:FastSnapshotRestore"
    unit       = "capacity-unit-hours"
    monthly    = fast_restore
  }
  meter "rds" {
    title      = "RDS backups"
    when       = contains(protects, "rds")
    service    = "AmazonRDS"
    usage_type = "RDS:ChargedBackupUsage"
    operation  = "CreateDBInstance"
    unit       = "GB-months"
    monthly    = rds
  }
  meter "dynamodb" {
    title      = "DynamoDB backups"
    when       = contains(protects, "dynamodb")
    service    = "AmazonDynamoDB"
    usage_type = "TimedBackupStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = dynamodb
  }
  meter "efs" {
    title      = "EFS backups"
    when       = contains(protects, "efs")
    usage_type = "WarmStorage-ByteHrs-EFS"
    operation  = "Storage"
    unit       = "GB-months"
    monthly    = efs
  }
  meter "efs_cold" {
    title      = "EFS backups, cold"
    when       = contains(protects, "efs-cold")
    usage_type = "ColdStorage-ByteHrs-EFS"
    operation  = "Storage"
    unit       = "GB-months"
    monthly    = efs_cold
  }
  meter "s3" {
    title      = "S3 backups"
    when       = contains(protects, "s3")
    usage_type = "WarmStorage-ByteHrs-S3"
    operation  = "Storage"
    unit       = "GB-months"
    monthly    = s3
  }
  meter "aurora" {
    title      = "Aurora snapshots"
    service    = "AmazonRDS"
    when       = aurora != null
    usage_type = "Aurora:BackupUsage"
    unit       = "GB-months"
    monthly    = aurora
  }
  meter "fsx" {
    title      = "FSx backups"
    service    = "AmazonFSx"
    when       = fsx != null
    usage_type = "BackupUsage"
    unit       = "GB-months"
    monthly    = fsx
  }
  meter "dynamodb_restore" {
    title      = "DynamoDB restores"
    service    = "AmazonDynamoDB"
    when       = dynamodb_restore != null
    usage_type = "RestoreDataSize-Bytes"
    unit       = "GB"
    monthly    = dynamodb_restore
  }
  meter "efs_restore" {
    title      = "EFS restores from warm storage"
    when       = efs_restore != null
    usage_type = "PartialRestore-Warm-EFS"
    unit       = "GB"
    monthly    = efs_restore
  }
  meter "efs_cold_restore" {
    title      = "EFS restores from cold storage"
    when       = efs_cold_restore != null
    usage_type = "PartialRestore-Cold-EFS"
    unit       = "GB"
    monthly    = efs_cold_restore
  }
  meter "efs_item_restore" {
    title      = "EFS item restores"
    when       = efs_item_restore != null
    usage_type = "PartialRestore-Jobs-EFS"
    unit       = "requests"
    monthly    = efs_item_restore
  }

  terraform "aws_backup_vault" {
    inputs {
      protects = [for name, gb in { ebs = usage.monthly_ebs_snapshot_gb, rds = usage.monthly_rds_snapshot_gb, dynamodb = usage.monthly_dynamodb_backup_gb, efs = usage.monthly_efs_warm_backup_gb, "efs-cold" = usage.monthly_efs_cold_backup_gb } : name if gb != null]
      ebs      = usage.monthly_ebs_snapshot_gb
      rds      = usage.monthly_rds_snapshot_gb
      dynamodb = usage.monthly_dynamodb_backup_gb
      efs      = usage.monthly_efs_warm_backup_gb
      efs_cold = usage.monthly_efs_cold_backup_gb
      aurora = usage.monthly_aurora_snapshot_gb
      fsx = usage.monthly_fsx_windows_backup_gb == null && usage.monthly_fsx_lustre_backup_gb == null ? null : coalesce(usage.monthly_fsx_windows_backup_gb, 0) + coalesce(usage.monthly_fsx_lustre_backup_gb, 0)
      dynamodb_restore = usage.monthly_dynamodb_restore_gb
      efs_restore = usage.monthly_efs_warm_restore_gb
      efs_cold_restore = usage.monthly_efs_cold_restore_gb
      efs_item_restore = usage.monthly_efs_item_restore_requests
    }
  }
  terraform "aws_ebs_snapshot" {
    inputs {
      protects = ["ebs"]
      ebs      = coalesce(self.volume_size, try(target(self.volume_id, "aws_ebs_volume").size, null))
      snapshot_lists = usage.monthly_list_block_requests
      snapshot_gets  = usage.monthly_get_block_requests
      snapshot_puts  = usage.monthly_put_block_requests
      fast_restore   = usage.fast_snapshot_restore_hours
    }
  }
  terraform "aws_ebs_snapshot_copy" {
    inputs {
      protects = ["ebs"]
      ebs      = coalesce(self.volume_size, try(target(target(self.source_snapshot_id, "aws_ebs_snapshot").volume_id, "aws_ebs_volume").size, null))
      snapshot_lists = usage.monthly_list_block_requests
      snapshot_gets  = usage.monthly_get_block_requests
      snapshot_puts  = usage.monthly_put_block_requests
      fast_restore   = usage.fast_snapshot_restore_hours
    }
  }

  example "EBS, RDS and DynamoDB" {
    region = "ap-northeast-1"
    cost   = "25.90"            # 100 × 0.05 = 5.00; 100 × 0.095 = 9.50; 100 × 0.114 = 11.40
    source = "AWS price list, AmazonEC2, AmazonRDS and AmazonDynamoDB, ap-northeast-1, 2026-09-25 and 2025-08-28"
    inputs {
      protects = ["ebs", "rds", "dynamodb"]
      ebs      = "100 GB"
      rds      = "100 GB"
      dynamodb = "100 GB"
    }
  }
  example "an EBS snapshot that is read block by block" {
    region = "us-east-2"
    cost   = "83.60"            # 100 × 0.05 = 5.00; 1,000,000 × 0.0000006 = 0.60; 1,000,000 × 0.000003 = 3.00; 100 × 0.75 = 75.00
    source = "AWS price list, AmazonEC2, us-east-2, 2026-09-25"
    inputs {
      protects       = ["ebs"]
      ebs            = "100 GB"
      snapshot_lists = "1M"
      snapshot_gets  = "1M"
      fast_restore   = 100
    }
  }
}
