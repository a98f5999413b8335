# S3 bills the storage of each class by the average GB of the month, and every
# request and retrieval. The trap: the cheap classes charge for reading (and for
# 30 to 180 days at least, which is not modelled here), and data to the internet
# is a line of its own; from S3 to CloudFront it is free.

kind "aws.s3" {
  title    = "S3 bucket"
  title_ja = "S3 バケット"
  aliases  = ["S3", "Amazon S3", "Object storage"]
  service  = "AmazonS3"
  live     = ["s3:bucket"]

  input "storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Stored data, averaged over the month"
  }
  input "storage_class" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "intelligent-tiering", "standard-ia", "one-zone-ia", "glacier-instant", "glacier-flexible"]
    about   = "Storage class of the data; a bucket with two classes is two resources"
  }
  input "infrequent_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 0
    min     = 0
    about   = "Part of storage that intelligent-tiering holds in its infrequent access tier"
  }
  input "objects" {
    type  = number
    unit  = "objects"
    role  = "usage"
    min   = 0
    about = "Objects that intelligent-tiering monitors"
  }
  input "put_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "PUT, COPY, POST and LIST requests in a month"
  }
  input "get_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "GET and all other requests in a month"
  }
  input "retrieval" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data read in a month; standard-ia, one-zone-ia and glacier-instant charge for it"
  }

  check "infrequent_part" {
    condition = known(storage) ? infrequent_storage <= storage : true
    message   = "infrequent_storage is a part of storage"
  }
  check "infrequent_class" {
    condition = infrequent_storage == 0 || storage_class == "intelligent-tiering"
    message   = "infrequent_storage belongs to storage_class intelligent-tiering"
  }

  meter "storage" {
    title      = "storage"
    when       = storage_class == "standard"
    usage_type = "TimedStorage-ByteHrs"
    operation  = "StandardStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_ia" {
    title      = "storage, Standard-IA"
    when       = storage_class == "standard-ia"
    usage_type = "TimedStorage-SIA-ByteHrs"
    operation  = "StandardIAStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_one_zone" {
    title      = "storage, One Zone-IA"
    when       = storage_class == "one-zone-ia"
    usage_type = "TimedStorage-ZIA-ByteHrs"
    operation  = "OneZoneIAStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_intelligent" {
    title      = "storage, Intelligent-Tiering, frequent access"
    when       = storage_class == "intelligent-tiering"
    usage_type = "TimedStorage-INT-FA-ByteHrs"
    operation  = "IntelligentTieringFAStorage"
    unit       = "GB-months"
    monthly    = storage - infrequent_storage
  }
  meter "storage_intelligent_infrequent" {
    title      = "storage, Intelligent-Tiering, infrequent access"
    when       = storage_class == "intelligent-tiering" && infrequent_storage > 0
    usage_type = "TimedStorage-INT-IA-ByteHrs"
    operation  = "IntelligentTieringIAStorage"
    unit       = "GB-months"
    monthly    = infrequent_storage
  }
  meter "monitoring" {
    title      = "Intelligent-Tiering monitoring"
    when       = storage_class == "intelligent-tiering"
    usage_type = "Monitoring-Automation-INT"
    unit       = "objects"
    monthly    = objects
  }
  meter "storage_glacier_instant" {
    title      = "storage, Glacier Instant Retrieval"
    when       = storage_class == "glacier-instant"
    usage_type = "TimedStorage-GIR-ByteHrs"
    operation  = "GlacierInstantRetrievalStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "storage_glacier_flexible" {
    title      = "storage, Glacier Flexible Retrieval"
    when       = storage_class == "glacier-flexible"
    usage_type = "TimedStorage-GlacierByteHrs"
    operation  = "GlacierStorage"
    unit       = "GB-months"
    monthly    = storage
  }

  meter "put_requests" {
    title      = "PUT, COPY, POST and LIST requests"
    when       = storage_class == "standard"
    usage_type = "Requests-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests" {
    title      = "GET and other requests"
    when       = storage_class == "standard"
    usage_type = "Requests-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "put_requests_ia" {
    title      = "PUT, COPY, POST and LIST requests, Standard-IA"
    when       = storage_class == "standard-ia"
    usage_type = "Requests-SIA-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_ia" {
    title      = "GET and other requests, Standard-IA"
    when       = storage_class == "standard-ia"
    usage_type = "Requests-SIA-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "retrieval_ia" {
    title      = "retrieval, Standard-IA"
    when       = storage_class == "standard-ia"
    usage_type = "Retrieval-SIA"
    operation  = "GetObject"
    unit       = "GB"
    monthly    = retrieval
  }

  # Requests and retrieval of the other classes: AWS has a price, the book has none.
  meter "put_requests_intelligent" {
    title      = "PUT, COPY, POST and LIST requests, Intelligent-Tiering"
    when       = storage_class == "intelligent-tiering"
    usage_type = "Requests-INT-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_intelligent" {
    title      = "GET and other requests, Intelligent-Tiering"
    when       = storage_class == "intelligent-tiering"
    usage_type = "Requests-INT-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "put_requests_one_zone" {
    title      = "PUT, COPY, POST and LIST requests, One Zone-IA"
    when       = storage_class == "one-zone-ia"
    usage_type = "Requests-ZIA-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_one_zone" {
    title      = "GET and other requests, One Zone-IA"
    when       = storage_class == "one-zone-ia"
    usage_type = "Requests-ZIA-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "retrieval_one_zone" {
    title      = "retrieval, One Zone-IA"
    when       = storage_class == "one-zone-ia"
    usage_type = "Retrieval-ZIA"
    operation  = "GetObject"
    unit       = "GB"
    monthly    = retrieval
  }
  meter "put_requests_glacier_instant" {
    title      = "PUT, COPY, POST and LIST requests, Glacier Instant Retrieval"
    when       = storage_class == "glacier-instant"
    usage_type = "Requests-GIR-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_glacier_instant" {
    title      = "GET and other requests, Glacier Instant Retrieval"
    when       = storage_class == "glacier-instant"
    usage_type = "Requests-GIR-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "retrieval_glacier_instant" {
    title      = "retrieval, Glacier Instant Retrieval"
    when       = storage_class == "glacier-instant"
    usage_type = "Retrieval-GIR"
    operation  = "GetObject"
    unit       = "GB"
    monthly    = retrieval
  }
  meter "put_requests_glacier_flexible" {
    title      = "PUT, COPY, POST and LIST requests, Glacier Flexible Retrieval"
    when       = storage_class == "glacier-flexible"
    usage_type = "Requests-GLACIER-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_glacier_flexible" {
    title      = "GET and other requests, Glacier Flexible Retrieval"
    when       = storage_class == "glacier-flexible"
    usage_type = "Requests-GLACIER-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "retrieval_glacier_flexible" {
    title      = "standard retrieval, Glacier Flexible Retrieval"
    when       = storage_class == "glacier-flexible"
    usage_type = "Standard-Retrieval-Bytes"
    operation  = "RestoreObject"
    unit       = "GB"
    monthly    = retrieval
  }

  terraform "aws_s3_bucket" {
    inputs {
      storage      = try(usage.standard.storage_gb, null)
      put_requests = try(usage.standard.monthly_tier_1_requests, null)
      get_requests = try(usage.standard.monthly_tier_2_requests, null)
    }
  }
  terraform "aws_s3_bucket" {
    for_each = { for class, used in { "standard-ia" = try(usage.standard_infrequent_access, null), "one-zone-ia" = try(usage.one_zone_infrequent_access, null), "glacier-flexible" = try(usage.glacier_flexible_retrieval, null) } : class => used if used != null }
    inputs {
      storage_class = each.key
      storage       = try(each.value.storage_gb, null)
      put_requests  = try(each.value.monthly_tier_1_requests, null)
      get_requests  = try(each.value.monthly_tier_2_requests, null)
      retrieval     = try(each.value.monthly_data_retrieval_gb, each.value.monthly_standard_data_retrieval_gb, null)
    }
  }
  terraform "aws_s3_bucket" {
    for_each = { for class, used in { "intelligent-tiering" = try(usage.intelligent_tiering, null) } : class => used if used != null }
    inputs {
      storage_class      = each.key
      storage            = try(each.value.frequent_access_storage_gb, null)
      infrequent_storage = coalesce(try(each.value.infrequent_access_storage_gb, null), 0)
      objects            = try(each.value.monitored_objects, null)
      put_requests       = try(each.value.monthly_tier_1_requests, null)
      get_requests       = try(each.value.monthly_tier_2_requests, null)
    }
  }

  example "100 GB" {
    region = "ap-northeast-1"
    cost   = "2.50"             # 100 × 0.025
    source = "AWS price list, AmazonS3, ap-northeast-1, 2026-09-24"
    inputs { storage = "100 GB" }
  }
  example "100 GB with requests" {
    region = "ap-northeast-1"
    cost   = "10.90"            # 2.50; 1,000,000 × 0.0000047 = 4.70; 10,000,000 × 0.00000037 = 3.70
    source = "AWS price list, AmazonS3, ap-northeast-1, 2026-09-24"
    inputs {
      storage      = "100 GB"
      put_requests = "1M"
      get_requests = "10M"
    }
  }
  example "Standard-IA" {
    region = "ap-northeast-1"
    cost   = "3.48"             # 100 × 0.0138 = 1.38; 100,000 × 0.00001 = 1.00; 1,000,000 × 0.000001 = 1.00; 10 × 0.01 = 0.10
    source = "AWS price list, AmazonS3, ap-northeast-1, 2025-10-22"
    inputs {
      storage_class = "standard-ia"
      storage       = "100 GB"
      put_requests  = "100K"
      get_requests  = "1M"
      retrieval     = "10 GB"
    }
  }
  example "One Zone-IA" {
    region = "ap-northeast-1"
    cost   = "1.10"             # 100 × 0.011
    source = "AWS price list, AmazonS3, ap-northeast-1, 2025-10-22"
    inputs {
      storage_class = "one-zone-ia"
      storage       = "100 GB"
    }
  }
  example "Intelligent-Tiering" {
    region = "ap-northeast-1"
    cost   = "2.078"            # 40 × 0.025 = 1.00; 60 × 0.0138 = 0.828; 100,000 × 0.0000025 = 0.25
    source = "AWS price list, AmazonS3, ap-northeast-1, 2025-10-22"
    inputs {
      storage_class      = "intelligent-tiering"
      storage            = "100 GB"
      infrequent_storage = "60 GB"
      objects            = "100K"
    }
  }
  example "Glacier Instant Retrieval" {
    region = "ap-northeast-1"
    cost   = "0.50"             # 100 × 0.005
    source = "AWS price list, AmazonS3, ap-northeast-1, 2025-10-22"
    inputs {
      storage_class = "glacier-instant"
      storage       = "100 GB"
    }
  }
  example "Glacier Flexible Retrieval" {
    region = "ap-northeast-1"
    cost   = "0.45"             # 100 × 0.0045
    source = "AWS price list, AmazonS3, ap-northeast-1, 2025-10-22"
    inputs {
      storage_class = "glacier-flexible"
      storage       = "100 GB"
    }
  }
}
