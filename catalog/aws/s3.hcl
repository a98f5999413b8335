# S3 bills the storage of each class by the average GB of the month, and every
# request and retrieval. The trap: the cheap classes charge for reading, for
# moving objects into them and for what is deleted before 30 to 180 days, and data
# to the internet is a line of its own; from S3 to CloudFront it is free.

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
    one_of  = ["standard", "intelligent-tiering", "standard-ia", "one-zone-ia", "glacier-instant", "glacier-flexible", "deep-archive"]
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
  input "archive_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 0
    min     = 0
    about   = "Part of storage that intelligent-tiering holds in its archive access tier"
  }
  input "deep_archive_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 0
    min     = 0
    about   = "Part of storage that intelligent-tiering holds in its deep archive access tier"
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
    about = "Data read in a month, from Glacier and Deep Archive at standard speed; all classes but standard and intelligent-tiering charge for it"
  }

  input "transitions" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Objects that a lifecycle rule moves into the class in a month, if there are any"
  }
  input "early_deleted" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data deleted before the least time of the class (30 days in the IA classes, 90 in Glacier, 180 in Deep Archive), with what is left of that time, if there is any"
  }
  input "select_scanned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that S3 Select scans in a month, at standard speed in Glacier, if any"
  }
  input "select_returned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that S3 Select returns in a month, at standard speed in Glacier, if any"
  }
  input "expedited_select_scanned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that Select scans in Glacier at expedited speed, if any"
  }
  input "expedited_select_returned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that Select returns from Glacier at expedited speed, if any"
  }
  input "bulk_select_scanned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that Select scans in Glacier at bulk speed, if any"
  }
  input "bulk_select_returned" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that Select returns from Glacier at bulk speed, if any"
  }
  input "restores" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Standard restore requests to Glacier or Deep Archive in a month, if any"
  }
  input "expedited_restores" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Expedited restore requests to Glacier in a month, if any"
  }
  input "expedited_retrieval" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data restored from Glacier at expedited speed in a month, if any"
  }
  input "bulk_restores" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Bulk restore requests to Deep Archive in a month, if any; those of Glacier are free"
  }
  input "bulk_retrieval" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data restored from Deep Archive at bulk speed in a month, if any"
  }
  input "object_tags" {
    type    = number
    unit    = "tags"
    role    = "size"
    default = null
    min     = 0
    about   = "Object tags, averaged over the month, if there are any"
  }

  check "infrequent_part" {
    condition = known(storage) ? infrequent_storage + archive_storage + deep_archive_storage <= storage : true
    message   = "infrequent_storage, archive_storage and deep_archive_storage are parts of storage"
  }
  check "infrequent_class" {
    condition = infrequent_storage + archive_storage + deep_archive_storage == 0 || storage_class == "intelligent-tiering"
    message   = "infrequent_storage, archive_storage and deep_archive_storage belong to storage_class intelligent-tiering"
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
    monthly    = storage - infrequent_storage - archive_storage - deep_archive_storage
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
  meter "storage_intelligent_archive" {
    title      = "storage, Intelligent-Tiering, archive access"
    when       = archive_storage > 0
    usage_type = "TimedStorage-INT-AA-ByteHrs"
    operation  = "IntelligentTieringAAStorage"
    unit       = "GB-months"
    monthly    = archive_storage
  }
  meter "storage_intelligent_deep_archive" {
    title      = "storage, Intelligent-Tiering, deep archive access"
    when       = deep_archive_storage > 0
    usage_type = "TimedStorage-INT-DAA-ByteHrs"
    operation  = "IntelligentTieringDAAStorage"
    unit       = "GB-months"
    monthly    = deep_archive_storage
  }
  meter "storage_deep_archive" {
    title      = "storage, Glacier Deep Archive"
    when       = storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "TimedStorage-GDA-ByteHrs"
    operation  = "DeepArchiveStorage"
    unit       = "GB-months"
    monthly    = storage
  }
  meter "put_requests_deep_archive" {
    title      = "PUT, COPY, POST and LIST requests, Deep Archive"
    when       = storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "Requests-GDA-Tier1"
    operation  = "PutObject"
    unit       = "requests"
    monthly    = put_requests
  }
  meter "get_requests_deep_archive" {
    title      = "GET and other requests, Deep Archive"
    when       = storage_class == "deep-archive"
    usage_type = "Requests-GDA-Tier2"
    operation  = "GetObject"
    unit       = "requests"
    monthly    = get_requests
  }
  meter "retrieval_deep_archive" {
    title      = "standard retrieval, Deep Archive"
    when       = storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "Standard-Retrieval-Bytes"
    operation  = "RestoreObject"
    unit       = "GB"
    monthly    = retrieval
  }

  # What is there only if it is stated.
  meter "transitions" {
    title      = "lifecycle transitions"
    when       = transitions != null && contains(["intelligent-tiering", "standard-ia", "one-zone-ia", "glacier-instant"], storage_class)
    usage_type = "Requests-Tier4"
    unit       = "requests"
    monthly    = transitions
  }
  meter "transitions_archive" {
    title      = "lifecycle transitions to Glacier and Deep Archive"
    when       = transitions != null && contains(["glacier-flexible", "deep-archive"], storage_class)
    usage_type = "Requests-Tier3"
    operation  = storage_class == "deep-archive" ? "S3-GDATransition" : "S3-GlacierTransition"
    unit       = "requests"
    monthly    = transitions
  }
  meter "early_deleted_ia" {
    title      = "early deletion"
    when       = early_deleted != null && contains(["standard-ia", "one-zone-ia", "glacier-instant"], storage_class)
    usage_type = lookup({ standard-ia = "EarlyDelete-SIA", one-zone-ia = "EarlyDelete-ZIA" }, storage_class, "EarlyDelete-GIR")
    unit       = "GB-months"
    monthly    = early_deleted
  }
  meter "early_deleted_glacier" {
    title      = "early deletion, Glacier"
    when       = early_deleted != null && storage_class == "glacier-flexible"
    usage_type = "EarlyDelete-ByteHrs"
    unit       = "GB-months"
    monthly    = early_deleted
  }
  meter "early_deleted_deep_archive" {
    title      = "early deletion, Deep Archive"
    when       = early_deleted != null && storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "EarlyDelete-GDA"
    unit       = "GB-months"
    monthly    = early_deleted
  }
  meter "select_scanned" {
    title      = "S3 Select, scanned"
    when       = select_scanned != null && contains(["standard", "intelligent-tiering", "standard-ia", "one-zone-ia", "glacier-instant"], storage_class)
    usage_type = "Select-Scanned-${lookup({ intelligent-tiering = "INT-", standard-ia = "SIA-", one-zone-ia = "ZIA-", glacier-instant = "GIR-" }, storage_class, "")}Bytes"
    unit       = "GB"
    monthly    = select_scanned
  }
  meter "select_returned" {
    title      = "S3 Select, returned"
    when       = select_returned != null && contains(["standard", "intelligent-tiering", "standard-ia", "one-zone-ia", "glacier-instant"], storage_class)
    usage_type = "Select-Returned-${lookup({ intelligent-tiering = "INT-", standard-ia = "SIA-", one-zone-ia = "ZIA-", glacier-instant = "GIR-" }, storage_class, "")}Bytes"
    unit       = "GB"
    monthly    = select_returned
  }
  meter "select_scanned_glacier" {
    title      = "Glacier Select, scanned"
    when       = select_scanned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Std-Select-Scanned-Bytes"
    unit       = "GB"
    monthly    = select_scanned
  }
  meter "select_returned_glacier" {
    title      = "Glacier Select, returned"
    when       = select_returned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Std-Select-Returned-Bytes"
    unit       = "GB"
    monthly    = select_returned
  }
  meter "expedited_select_scanned_glacier" {
    title      = "Glacier Select, expedited scanned"
    when       = expedited_select_scanned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Exp-Select-Scanned-Bytes"
    unit       = "GB"
    monthly    = expedited_select_scanned
  }
  meter "expedited_select_returned_glacier" {
    title      = "Glacier Select, expedited returned"
    when       = expedited_select_returned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Exp-Select-Returned-Bytes"
    unit       = "GB"
    monthly    = expedited_select_returned
  }
  meter "bulk_select_scanned_glacier" {
    title      = "Glacier Select, bulk scanned"
    when       = bulk_select_scanned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Bulk-Select-Scanned-Bytes"
    unit       = "GB"
    monthly    = bulk_select_scanned
  }
  meter "bulk_select_returned_glacier" {
    title      = "Glacier Select, bulk returned"
    when       = bulk_select_returned != null && storage_class == "glacier-flexible"
    service    = "AmazonGlacier"
    usage_type = "Bulk-Select-Returned-Bytes"
    unit       = "GB"
    monthly    = bulk_select_returned
  }
  meter "restores_glacier" {
    title      = "restore requests, Glacier"
    when       = restores != null && storage_class == "glacier-flexible"
    usage_type = "Requests-Tier3"
    operation  = "RestoreObject"
    unit       = "requests"
    monthly    = restores
  }
  meter "restores_deep_archive" {
    title      = "restore requests, Deep Archive"
    when       = restores != null && storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "Requests-GDA-Tier3"
    operation  = "RestoreObject"
    unit       = "requests"
    monthly    = restores
  }
  meter "expedited_restores" {
    title      = "expedited restore requests, Glacier"
    when       = expedited_restores != null && storage_class == "glacier-flexible"
    usage_type = "Requests-Tier6"
    operation  = "RestoreObject"
    unit       = "requests"
    monthly    = expedited_restores
  }
  meter "expedited_retrieval" {
    title      = "expedited retrieval, Glacier"
    when       = expedited_retrieval != null && storage_class == "glacier-flexible"
    usage_type = "Expedited-Retrieval-Bytes"
    operation  = "RestoreObject"
    unit       = "GB"
    monthly    = expedited_retrieval
  }
  meter "bulk_restores" {
    title      = "bulk restore requests, Deep Archive"
    when       = bulk_restores != null && storage_class == "deep-archive"
    usage_type = "Requests-GDA-Tier5"
    operation  = "RestoreObject"
    unit       = "requests"
    monthly    = bulk_restores
  }
  meter "bulk_retrieval" {
    title      = "bulk retrieval, Deep Archive"
    when       = bulk_retrieval != null && storage_class == "deep-archive"
    service    = "AmazonS3GlacierDeepArchive"
    usage_type = "Bulk-Retrieval-Bytes"
    operation  = "RestoreObject"
    unit       = "GB"
    monthly    = bulk_retrieval
  }
  meter "object_tags" {
    title      = "object tags"
    when       = object_tags != null
    usage_type = "TagStorage-TagHrs"
    unit       = "tag-months"
    monthly    = object_tags
  }

  terraform "aws_s3_bucket" {
    inputs {
      storage         = try(usage.standard.storage_gb, null)
      put_requests    = try(usage.standard.monthly_tier_1_requests, null)
      get_requests    = try(usage.standard.monthly_tier_2_requests, null)
      select_scanned  = try(usage.standard.monthly_select_data_scanned_gb, null)
      select_returned = try(usage.standard.monthly_select_data_returned_gb, null)
      object_tags     = usage.object_tags
    }
  }
  terraform "aws_s3_bucket" {
    for_each = { for class, used in { "standard-ia" = try(usage.standard_infrequent_access, null), "one-zone-ia" = try(usage.one_zone_infrequent_access, null) } : class => used if used != null }
    inputs {
      storage_class   = each.key
      storage         = try(each.value.storage_gb, null)
      put_requests    = try(each.value.monthly_tier_1_requests, null)
      get_requests    = try(each.value.monthly_tier_2_requests, null)
      retrieval       = try(each.value.monthly_data_retrieval_gb, null)
      transitions     = try(each.value.monthly_lifecycle_transition_requests, null)
      select_scanned  = try(each.value.monthly_select_data_scanned_gb, null)
      select_returned = try(each.value.monthly_select_data_returned_gb, null)
    }
  }
  # Intelligent-Tiering has had no least time since September 2021: what is deleted early costs nothing.
  terraform "aws_s3_bucket" {
    for_each = { for class, used in { "intelligent-tiering" = try(usage.intelligent_tiering, null) } : class => used if used != null }
    inputs {
      storage_class        = each.key
      storage              = try(sum([each.value.frequent_access_storage_gb, try(coalesce(each.value.infrequent_access_storage_gb, 0), 0), try(coalesce(each.value.archive_access_storage_gb, 0), 0), try(coalesce(each.value.deep_archive_access_storage_gb, 0), 0)]), null)
      infrequent_storage   = try(coalesce(each.value.infrequent_access_storage_gb, 0), 0)
      archive_storage      = try(coalesce(each.value.archive_access_storage_gb, 0), 0)
      deep_archive_storage = try(coalesce(each.value.deep_archive_access_storage_gb, 0), 0)
      objects              = try(each.value.monitored_objects, null)
      put_requests         = try(each.value.monthly_tier_1_requests, null)
      get_requests         = try(each.value.monthly_tier_2_requests, null)
      transitions          = try(each.value.monthly_lifecycle_transition_requests, null)
      select_scanned       = try(each.value.monthly_select_data_scanned_gb, null)
      select_returned      = try(each.value.monthly_select_data_returned_gb, null)
    }
  }
  terraform "aws_s3_bucket" {
    for_each = { for class, used in { "glacier-flexible" = try(usage.glacier_flexible_retrieval, null), "deep-archive" = try(usage.glacier_deep_archive, null) } : class => used if used != null }
    inputs {
      storage_class             = each.key
      storage                   = try(each.value.storage_gb, null)
      put_requests              = try(each.value.monthly_tier_1_requests, null)
      get_requests              = try(each.value.monthly_tier_2_requests, null)
      retrieval                 = try(each.value.monthly_standard_data_retrieval_gb, null)
      transitions               = try(each.value.monthly_lifecycle_transition_requests, null)
      early_deleted             = try(each.value.early_delete_gb, null)
      select_scanned            = try(each.value.monthly_standard_select_data_scanned_gb, null)
      select_returned           = try(each.value.monthly_standard_select_data_returned_gb, null)
      expedited_select_scanned  = try(each.value.monthly_expedited_select_data_scanned_gb, null)
      expedited_select_returned = try(each.value.monthly_expedited_select_data_returned_gb, null)
      bulk_select_scanned       = try(each.value.monthly_bulk_select_data_scanned_gb, null)
      bulk_select_returned      = try(each.value.monthly_bulk_select_data_returned_gb, null)
      restores                  = try(each.value.monthly_standard_data_retrieval_requests, null)
      expedited_restores        = try(each.value.monthly_expedited_data_retrieval_requests, null)
      expedited_retrieval       = try(each.value.monthly_expedited_data_retrieval_gb, null)
      bulk_restores             = try(each.value.monthly_bulk_data_retrieval_requests, null)
      bulk_retrieval            = try(each.value.monthly_bulk_data_retrieval_gb, null)
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
  example "Glacier Flexible Retrieval with its requests" {
    region = "us-east-1"
    cost   = "11.29"            # 100 × 0.0036 = 0.36; puts 0.03; gets 0.004; 50 × 0.01 = 0.50; restores 0.03; expedited 1,000 × 0.01 = 10.00 and 10 × 0.03 = 0.30; transitions 0.03; 10 × 0.0036 = 0.036
    source = "prices that Infracost published for its own tests, us-east-1, 2025-07-04; the usage types are those of AWS's S3 documentation"
    inputs {
      storage_class       = "glacier-flexible"
      storage             = "100 GB"
      put_requests        = "1K"
      get_requests        = "10K"
      retrieval           = "50 GB"
      restores            = "1K"
      expedited_restores  = "1K"
      expedited_retrieval = "10 GB"
      transitions         = "1K"
      early_deleted       = "10 GB"
    }
  }
  example "Deep Archive" {
    region = "us-east-1"
    cost   = "1.678"            # 1,000 × 0.00099 = 0.99; puts 0.05; gets 0.004; 10 × 0.02 = 0.20; restores 0.01; bulk 0.025 and 100 × 0.0025 = 0.25; transitions 0.05; 100 × 0.00099 = 0.099
    source = "prices that Infracost published for its own tests, us-east-1, 2025-07-04; the usage types are those of AWS's S3 documentation"
    inputs {
      storage_class  = "deep-archive"
      storage        = "1000 GB"
      put_requests   = "1K"
      get_requests   = "10K"
      retrieval      = "10 GB"
      restores       = "100"
      bulk_restores  = "1K"
      bulk_retrieval = "100 GB"
      transitions    = "1K"
      early_deleted  = "100 GB"
    }
  }
  example "Intelligent-Tiering with archive tiers" {
    region = "us-east-1"
    cost   = "4.2962"           # 100 × 0.023 = 2.30; 100 × 0.0125 = 1.25; 100 × 0.0036 = 0.36; 100 × 0.00099 = 0.099; objects 0.25; transitions 0.01; 10 × 0.002 = 0.02; 0.0007; tags 0.0065
    source = "prices that Infracost published for its own tests, us-east-1, 2025-07-04; AWS price list, AmazonS3, 2025-10-22"
    inputs {
      storage_class        = "intelligent-tiering"
      storage              = "400 GB"
      infrequent_storage   = "100 GB"
      archive_storage      = "100 GB"
      deep_archive_storage = "100 GB"
      objects              = "100K"
      transitions          = "1K"
      select_scanned       = "10 GB"
      select_returned      = "1 GB"
      object_tags          = "10K"
    }
  }
}
