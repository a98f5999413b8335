# Atlas bills a Flex cluster by the hour, at the price of the band of operations per
# second that the hour reached, and never more than 30 a month. The trap: it holds
# 5 GB, 100 operations a second are the floor and 500 the ceiling, and it cannot be
# paused; transfer and backup are part of the price.

kind "atlas.flex" {
  title    = "MongoDB Atlas Flex cluster"
  title_ja = "MongoDB Atlas Flex クラスター"
  aliases  = ["Atlas Flex", "Flex cluster"]
  service  = "MongoDBAtlas"
  region   = "global"
  live     = ["atlas:flexCluster"]

  input "band" {
    type      = text
    role      = "size"
    one_of    = ["100", "200", "300", "400", "500"]
    over_time = true
    about     = "Band of operations per second, up to this many; an hour bills the band it reached"
  }

  # One band all month meets the cap; several bands in one month are lines of their
  # own, each below it.
  meter "hours" {
    title      = "cluster hours"
    usage_type = "ATLAS_FLEX_AWS_${band}_USAGE_HOURS"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
    cap        = 30
  }

  example "up to 100 operations a second" {
    region = "global"
    cost   = "8.03"             # 730 × 0.011; MongoDB's page says 8 a month
    source = "MongoDB docs, Atlas Flex costs, as read 2026-09-20"
    inputs { band = "100" }
  }
  example "up to 300 operations a second" {
    region = "global"
    cost   = "21.024"           # 730 × 0.0288; MongoDB's page says 21 a month
    source = "MongoDB docs, Atlas Flex costs, as read 2026-09-20"
    inputs { band = "300" }
  }
  example "up to 500 operations a second" {
    region = "global"
    cost   = "30"               # 730 × 0.0411 = 30.003, capped at 30
    source = "MongoDB docs, Atlas Flex costs, as read 2026-09-20"
    inputs { band = "500" }
  }

  # Nothing in Terraform says how busy it is. MongoDB made a Flex cluster of every
  # serverless instance in 2025.
  terraform "mongodbatlas_flex_cluster" {
    inputs { band = usage.operations_band }
  }
  terraform "mongodbatlas_serverless_instance" {
    inputs { band = usage.operations_band }
  }
}
