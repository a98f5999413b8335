# Atlas bills a dedicated cluster by the hour; the price on its page is for all
# three nodes with the tier's own storage. The trap: prices differ by region and
# only Virginia's are published, so a cluster elsewhere is a range and never a
# point; backup, point-in-time restore and transfer come on top; a paused cluster
# (30 days at most) still pays for storage; Atlas counts GB its own way.

kind "atlas.cluster" {
  title    = "MongoDB Atlas cluster"
  title_ja = "MongoDB Atlas クラスター"
  aliases  = ["Atlas", "MongoDB Atlas", "MongoDB"]
  service  = "MongoDBAtlas"
  live     = ["atlas:cluster"]
  note     = "Off hours mean a pause: compute stops, the storage of a paused cluster is billed at a rate that is not published."

  locals {
    # Storage of one node that is part of the tier's price, in GB.
    storage = { M0 = 0.5, M10 = 10, M20 = 20, M30 = 40, M40 = 80, M50 = 160, M60 = 320, M80 = 750 }
  }

  input "tier" {
    type   = text
    role   = "size"
    one_of = ["M0", "M10", "M20", "M30", "M40", "M50", "M60", "M80"]
    about  = "Cluster tier; M0 is free"
  }
  input "nodes" {
    type    = number
    unit    = "nodes"
    role    = "size"
    default = 3
    min     = 1
    about   = "Nodes of each shard in this region: 3, 5 or 7 electable ones, read-only ones beside them"
  }
  input "shards" {
    type    = number
    unit    = "shards"
    role    = "size"
    default = 1
    min     = 1
    about   = "Shards; M10 and M20 are replica sets and have one"
  }
  input "storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Storage of one node if it is larger than the tier's own: then all of it is billed"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Snapshots kept, averaged over the month; with point_in_time also the oplog"
  }
  input "point_in_time" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether continuous backup is on: its rate replaces the snapshot rate"
  }
  input "transfer_same_region" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data out in a month to clients in the same AWS region; data in is free"
  }
  input "transfer_other_region" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data out in a month to other AWS regions"
  }
  input "transfer_internet" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data out in a month to the internet"
  }
  input "private_endpoint" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the region has an Atlas private endpoint; AWS bills its interface endpoint apart (aws.vpc_endpoint)"
  }
  input "capacity_units" {
    type      = number
    unit      = "units"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Average capacity units of the private endpoint: the largest of new connections / 800, active connections / 100,000 and GB an hour"
  }

  input "max_tier" {
    type    = text
    role    = "size"
    default = null
    about   = "Largest tier that auto-scaling may reach; the bill is at \"tier\""
  }

  caveat "note" {
    when    = !contains([3, 5, 7], nodes)
    message = "${nodes} nodes are priced by the node: alone a shard has 3, 5 or 7 electable ones"
  }
  caveat "note" {
    when    = max_tier == null ? false : max_tier != tier
    message = "auto-scaling may take it up to ${max_tier}; it is priced at ${tier}"
  }
  check "sharding" {
    condition = shards == 1 || !contains(["M0", "M10", "M20"], tier)
    message   = "sharded clusters begin at M30"
  }

  meter "cluster" {
    title      = "cluster hours"
    when       = tier != "M0"
    usage_type = "ATLAS_AWS_INSTANCE_${tier}"
    unit       = "hours"
    hourly     = nodes * shards / 3
    off_hours  = "stops"
  }
  meter "free_cluster" {
    title      = "free cluster"
    when       = tier == "M0"
    region     = "global"
    usage_type = "ATLAS_INSTANCE_M0"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "storage" {
    title      = "custom storage"
    when       = storage == null ? false : storage > local.storage[tier]
    usage_type = "ATLAS_AWS_STORAGE_STANDARD_GP3"
    unit       = "GB-months"
    monthly    = storage * nodes * shards
  }
  meter "backup" {
    title      = "snapshots"
    when       = tier != "M0" && !point_in_time
    usage_type = "ATLAS_AWS_BACKUP_SNAPSHOT_STORAGE"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "point_in_time" {
    title      = "continuous backup"
    when       = tier != "M0" && point_in_time
    usage_type = "ATLAS_NDS_AWS_PIT_RESTORE_STORAGE"
    unit       = "GB-months"
    monthly    = backup
  }
  meter "transfer_same_region" {
    title      = "data out, same region"
    when       = tier != "M0"
    usage_type = "ATLAS_AWS_DATA_TRANSFER_SAME_REGION"
    unit       = "GB"
    monthly    = transfer_same_region
  }
  meter "transfer_other_region" {
    title      = "data out, other regions"
    when       = tier != "M0"
    usage_type = "ATLAS_AWS_DATA_TRANSFER_DIFFERENT_REGION"
    unit       = "GB"
    monthly    = transfer_other_region
  }
  meter "transfer_internet" {
    title      = "data out, internet"
    when       = tier != "M0"
    usage_type = "ATLAS_AWS_DATA_TRANSFER_INTERNET"
    unit       = "GB"
    monthly    = transfer_internet
  }
  meter "private_endpoint" {
    title      = "private endpoint"
    when       = private_endpoint
    usage_type = "ATLAS_AWS_PRIVATE_ENDPOINT"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "private_endpoint_capacity" {
    title      = "private endpoint capacity"
    when       = private_endpoint
    usage_type = "ATLAS_AWS_PRIVATE_ENDPOINT_CAPACITY_UNITS"
    unit       = "capacity-unit-hours"
    hourly     = capacity_units
    off_hours  = "stops"
  }

  example "M10 in Virginia" {
    region = "us-east-1"
    cost   = "56.94"            # 730 × 0.078, the price on MongoDB's page
    source = "mongodb.com/pricing, as read 2026-09-20"
    inputs { tier = "M10" }
  }
  example "M30 with five nodes in Virginia" {
    region = "us-east-1"
    cost   = "657.00"           # 730 × 0.54 × 5 / 3
    source = "MongoDB docs, invoice breakdown: M30 0.54 an hour for three nodes, 2026"
    inputs {
      tier  = "M30"
      nodes = 5
    }
  }
  example "M0" {
    region = "us-east-1"
    cost   = "0"
    source = "mongodb.com/pricing, as read 2026-09-20"
    inputs { tier = "M0" }
  }
  example "M10 with continuous backup of 115 GB" {
    region = "us-east-1"
    cost   = "163.19"           # 56.94; 5 × 0 + 95 × 1.00 + 15 × 0.75 = 106.25, MongoDB's own example
    source = "MongoDB docs, cluster configuration costs, 2026"
    inputs {
      tier          = "M10"
      backup        = "115 GB"
      point_in_time = true
    }
  }
  example "M10 with a private endpoint" {
    region = "us-east-1"
    cost   = "98.55"            # 56.94; 730 × 0.045 = 32.85; 730 × 0.012 = 8.76
    source = "MongoDB docs, additional services, 2026"
    inputs {
      tier             = "M10"
      private_endpoint = true
      capacity_units   = 1
    }
  }

  # Analytics nodes may be of another tier than the nodes that are elected.
  terraform "mongodbatlas_advanced_cluster" {
    for_each = { for n in flatten([for i, spec in targets(self.replication_specs) : [for j, at in spec.region_configs : { key = "analytics-${i}-${j}", at = at, spec = try(at.analytics_specs[0], at.analytics_specs), shards = try(coalesce(spec.num_shards, 1), 1) } if try(coalesce(at.analytics_specs[0].node_count, 0), coalesce(at.analytics_specs.node_count, 0), 0) > 0]]) : n.key => n if n.at.provider_name == "AWS" && !coalesce(self.paused, false) }
    region   = lower(replace(each.value.at.region_name, "_", "-"))
    inputs {
      tier                  = each.value.spec.instance_size
      nodes                 = each.value.spec.node_count
      shards                = each.value.shards
      storage               = try(each.value.spec.disk_size_gb, self.disk_size_gb)
      backup                = 0
      transfer_same_region  = 0
      transfer_other_region = 0
      transfer_internet     = 0
    }
  }
  terraform "mongodbatlas_advanced_cluster" {
    when   = length(flatten([for spec in targets(self.replication_specs) : spec.region_configs])) == 1 && contains(["AWS", "TENANT"], self.replication_specs[0].region_configs[0].provider_name)
    region = lower(replace(self.replication_specs[0].region_configs[0].region_name, "_", "-"))
    inputs {
      tier          = coalesce(self.paused, false) ? null : try(self.replication_specs[0].region_configs[0].electable_specs[0].instance_size, self.replication_specs[0].region_configs[0].electable_specs.instance_size)
      nodes         = self.replication_specs[0].region_configs[0].provider_name == "TENANT" ? 3 : try(coalesce(self.replication_specs[0].region_configs[0].electable_specs[0].node_count, 3), coalesce(self.replication_specs[0].region_configs[0].electable_specs.node_count, 3)) + try(coalesce(self.replication_specs[0].region_configs[0].read_only_specs[0].node_count, 0), coalesce(self.replication_specs[0].region_configs[0].read_only_specs.node_count, 0), 0)
      shards        = try(coalesce(self.replication_specs[0].num_shards, 1), 1)
      storage       = try(coalesce(try(self.replication_specs[0].region_configs[0].electable_specs[0].disk_size_gb, self.replication_specs[0].region_configs[0].electable_specs.disk_size_gb, null), self.disk_size_gb), null)
      max_tier      = try(self.replication_specs[0].region_configs[0].auto_scaling[0], self.replication_specs[0].region_configs[0].auto_scaling, null) == null ? null : (try(coalesce(self.replication_specs[0].region_configs[0].auto_scaling[0].compute_enabled, false), coalesce(self.replication_specs[0].region_configs[0].auto_scaling.compute_enabled, false), false) ? try(self.replication_specs[0].region_configs[0].auto_scaling[0].compute_max_instance_size, self.replication_specs[0].region_configs[0].auto_scaling.compute_max_instance_size, null) : null)
      backup        = coalesce(self.backup_enabled, false) ? usage.backup_gb : 0
      point_in_time = coalesce(self.pit_enabled, false)
    }
  }
  # Each region of each shard is billed at the region's own price.
  terraform "mongodbatlas_advanced_cluster" {
    for_each = { for n in flatten([for i, spec in targets(self.replication_specs) : [for j, at in spec.region_configs : { key = "${i}-${j}", at = at, spec = try(at.electable_specs[0], at.electable_specs), nodes = try(coalesce(at.electable_specs[0].node_count, 0), coalesce(at.electable_specs.node_count, 0), 0) + try(coalesce(at.read_only_specs[0].node_count, 0), coalesce(at.read_only_specs.node_count, 0), 0), shards = try(coalesce(spec.num_shards, 1), 1) }]]) : n.key => n if n.at.provider_name == "AWS" && n.nodes > 0 }
    region   = lower(replace(each.value.at.region_name, "_", "-"))
    inputs {
      tier          = coalesce(self.paused, false) ? null : try(each.value.spec.instance_size, each.value.at.read_only_specs[0].instance_size, each.value.at.read_only_specs.instance_size)
      nodes         = each.value.nodes
      shards        = each.value.shards
      storage       = try(coalesce(try(each.value.spec.disk_size_gb, null), self.disk_size_gb), null)
      backup        = coalesce(self.backup_enabled, false) && each.key == "0-0" ? usage.backup_gb : 0
      point_in_time = coalesce(self.pit_enabled, false)
    }
  }
  terraform "mongodbatlas_cluster" {
    when   = contains(["AWS", "TENANT"], self.provider_name) && length(flatten([for spec in targets(self.replication_specs) : spec.regions_config])) <= 1
    region = lower(replace(coalesce(self.provider_region_name, try(self.replication_specs[0].regions_config[0].region_name, null)), "_", "-"))
    inputs {
      tier          = coalesce(self.paused, false) ? null : self.provider_instance_size_name
      nodes         = self.provider_name == "TENANT" ? 3 : coalesce(try(self.replication_specs[0].regions_config[0].electable_nodes, null), self.replication_factor, 3) + coalesce(try(self.replication_specs[0].regions_config[0].read_only_nodes, null), 0) + coalesce(try(self.replication_specs[0].regions_config[0].analytics_nodes, null), 0)
      shards        = coalesce(self.num_shards, try(self.replication_specs[0].num_shards, null), 1)
      storage       = self.disk_size_gb
      max_tier      = coalesce(self.auto_scaling_compute_enabled, false) ? self.provider_auto_scaling_compute_max_instance_size : null
      backup        = coalesce(self.cloud_backup, false) ? usage.backup_gb : 0
      point_in_time = coalesce(self.pit_enabled, false)
    }
  }
  terraform "mongodbatlas_cluster" {
    for_each = { for n in flatten([for i, spec in targets(self.replication_specs) : [for j, at in spec.regions_config : { key = "${i}-${j}", at = at, nodes = try(coalesce(at.electable_nodes, 0), 0) + try(coalesce(at.read_only_nodes, 0), 0) + try(coalesce(at.analytics_nodes, 0), 0), shards = coalesce(try(spec.num_shards, null), self.num_shards, 1) }]]) : n.key => n if self.provider_name == "AWS" && n.nodes > 0 }
    region   = lower(replace(each.value.at.region_name, "_", "-"))
    inputs {
      tier          = coalesce(self.paused, false) ? null : self.provider_instance_size_name
      nodes         = each.value.nodes
      shards        = each.value.shards
      storage       = self.disk_size_gb
      backup        = coalesce(self.cloud_backup, false) && each.key == "0-0" ? usage.backup_gb : 0
      point_in_time = coalesce(self.pit_enabled, false)
    }
  }
}
