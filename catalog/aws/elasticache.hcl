# ElastiCache bills every node by the hour, primary and replica of every shard
# alike, at a price per engine: Valkey's is 20 % below that of Redis OSS. The
# traps: a cluster cannot be stopped, so nights cost as much as days; three
# shards with one replica are six nodes, not three.

kind "aws.elasticache" {
  title    = "ElastiCache cluster"
  title_ja = "ElastiCache クラスター"
  aliases  = ["ElastiCache", "Redis", "Valkey", "Memcached"]
  service  = "AmazonElastiCache"
  live     = ["elasticache:replicationgroup", "elasticache:cluster"]
  note     = "Most prices of Redis OSS and Memcached nodes at hand are of 2022. Global datastores and Extended Support are not priced."

  locals {
    operation = { redis = "CreateCacheCluster:0002", memcached = "CreateCacheCluster:0001" }
  }

  input "engine" {
    type   = text
    role   = "size"
    one_of = ["valkey", "redis", "memcached"]
    about  = "Engine; redis is Redis OSS, which AWS prices above valkey"
  }
  input "node_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Type of each node: cache.t4g.small"
  }
  input "nodes" {
    type      = number
    unit      = "nodes"
    role      = "size"
    min       = 0
    over_time = true
    about     = "All nodes: shards × (1 + replicas of each)"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backups beyond the one snapshot of each cluster that is free, averaged over the month"
  }

  check "node_type" {
    condition = replace(node_type, "cache.", "") != node_type
    message   = "a node type begins with cache., as in cache.t4g.small; this is ${node_type}"
  }
  check "backup" {
    condition = engine != "memcached" || !known(backup)
    message   = "Memcached has no backups"
  }

  meter "nodes" {
    title      = "nodes"
    when       = engine != "valkey"
    usage_type = "NodeUsage:${node_type}"
    operation  = local.operation[engine]
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stays"
  }
  # The book keeps Valkey's prices under a suffix; the bill tells it by the operation.
  meter "nodes_valkey" {
    title      = "nodes, Valkey"
    when       = engine == "valkey"
    usage_type = "NodeUsage:${node_type}:Valkey"
    operation  = "CreateCacheCluster:Valkey"
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stays"
  }
  meter "backup" {
    title      = "backup"
    when       = engine != "memcached"
    usage_type = "ElastiCache:BackupUsage${engine == "valkey" ? ":Valkey" : ""}"
    unit       = "GB-months"
    monthly    = backup
  }

  terraform "aws_elasticache_replication_group" {
    inputs {
      engine    = coalesce(self.engine, "redis")
      node_type = self.node_type
      # One or the other: the clusters, or groups times a primary and its replicas.
      nodes     = known(self.num_cache_clusters) && self.num_cache_clusters != null ? self.num_cache_clusters : coalesce(try([for t in referrers("aws_appautoscaling_target") : coalesce(try(t.usage.capacity, null), t.min_capacity) if t.scalable_dimension == "elasticache:replication-group:NodeGroups"][0], null), self.num_node_groups, 1) * (1 + coalesce(try([for t in referrers("aws_appautoscaling_target") : coalesce(try(t.usage.capacity, null), t.min_capacity) if t.scalable_dimension == "elasticache:replication-group:Replicas"][0], null), self.replicas_per_node_group, 0))
      backup    = usage.snapshot_storage_size_gb
    }
  }
  terraform "aws_elasticache_cluster" {
    when = known(self.replication_group_id) && self.replication_group_id == null
    inputs {
      engine    = self.engine
      node_type = self.node_type
      nodes     = coalesce(self.num_cache_nodes, 1)
      backup    = usage.snapshot_storage_size_gb
    }
  }
  terraform "aws_elasticache_cluster" {
    free = "a member is counted with its replication group"
  }

  example "Valkey, primary and replica" {
    region = "ap-northeast-1"
    cost   = "57.232"           # 2 × 730 × 0.0392
    source = "AWS price list, AmazonElastiCache, ap-northeast-1, 2026-09-25"
    inputs {
      engine    = "valkey"
      node_type = "cache.t4g.small"
      nodes     = 2
    }
  }
  example "Valkey on r7g.large with backups" {
    region = "ap-northeast-1"
    cost   = "315.684"          # 2 × 730 × 0.2104 = 307.184; 100 × 0.085 = 8.50
    source = "AWS price list, AmazonElastiCache, ap-northeast-1, 2026-09-25"
    inputs {
      engine    = "valkey"
      node_type = "cache.r7g.large"
      nodes     = 2
      backup    = "100 GB"
    }
  }
  example "Redis OSS, three shards with a replica each" {
    region = "ap-northeast-1"
    cost   = "1081.86"          # 3 × (1 + 1) × 730 × 0.247
    source = "AWS price list, AmazonElastiCache, ap-northeast-1, 2022-02-13"
    inputs {
      engine    = "redis"
      node_type = "cache.r6g.large"
      nodes     = 6
    }
  }
  example "Memcached" {
    region = "ap-northeast-1"
    cost   = "418.29"           # 3 × 730 × 0.191
    source = "AWS price list, AmazonElastiCache, ap-northeast-1, 2026-09-25"
    inputs {
      engine    = "memcached"
      node_type = "cache.m6g.large"
      nodes     = 3
    }
  }
}
