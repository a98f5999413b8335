# ElastiCache Serverless bills the data that it holds by the GB-hour, and what
# the requests use in ECPUs, one for each KB moved. The traps: an empty cache is
# billed for 1 GB (Valkey: 0.1 GB) every hour, it cannot be stopped, and a
# minimum that somebody sets for storage is billed whether used or not.

kind "aws.elasticache_serverless" {
  title    = "ElastiCache Serverless cache"
  title_ja = "ElastiCache Serverless"
  aliases  = ["ElastiCache Serverless", "Redis Serverless", "Valkey Serverless"]
  service  = "AmazonElastiCache"
  live     = ["elasticache:serverlesscache"]
  note     = "Of its prices only that of backups is at hand. A minimum of ECPUs per second, if one is set, is billed as well: state the larger of both as ecpu."

  locals {
    engine  = { valkey = "Valkey", redis = "Redis", memcached = "Memcached" }
    minimum = { valkey = 0.1, redis = 1, memcached = 1 }
  }

  input "engine" {
    type   = text
    role   = "size"
    one_of = ["valkey", "redis", "memcached"]
    about  = "Engine; redis is Redis OSS, which AWS prices above valkey"
  }
  input "data" {
    type      = number
    unit      = "GB"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Data in the cache on average; an hour below the minimum bills the minimum"
  }
  input "minimum" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 0
    min     = 0
    about   = "Minimum of storage that was set on the cache; 0 is AWS's own minimum"
  }
  input "ecpu" {
    type  = number
    unit  = "ECPUs"
    role  = "usage"
    min   = 0
    about = "ECPUs in a month: one for each KB that a simple command moves, more for others"
  }
  input "backup" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Backups, averaged over the month"
  }

  check "backup" {
    condition = engine != "memcached" || !known(backup)
    message   = "Memcached has no backups"
  }

  meter "data" {
    title      = "data stored"
    usage_type = "CachedData:${local.engine[engine]}"
    operation  = "CreateServerlessCache"
    unit       = "GB-hours"
    hourly     = max(local.minimum[engine], minimum, data)
    off_hours  = "stays"
  }
  meter "ecpu" {
    title      = "ECPUs"
    usage_type = "ElastiCacheProcessingUnits:${local.engine[engine]}"
    operation  = "CreateServerlessCache"
    unit       = "units"
    monthly    = ecpu
  }
  meter "backup" {
    title      = "backup"
    when       = engine != "memcached"
    usage_type = "ElastiCache:BackupUsage${engine == "valkey" ? ":Valkey" : ""}"
    unit       = "GB-months"
    monthly    = backup
  }

  terraform "aws_elasticache_serverless_cache" {
    inputs {
      engine  = self.engine
      minimum = try(coalesce(self.cache_usage_limits[0].data_storage[0].minimum, 0), 0)
    }
  }

  example "backups of Valkey" {
    region = "ap-northeast-1"
    cost   = "8.50"             # 100 × 0.085; data and ECPUs are not stated
    source = "AWS price list, AmazonElastiCache, ap-northeast-1, 2026-09-25"
    inputs {
      engine = "valkey"
      backup = "100 GB"
    }
  }
}
