# KMS bills each customer-managed key by the month, its first two rotations as a
# key each, and the requests that use keys. The trap: keys cannot be switched off
# at night (a disabled key costs the same), a replica is a key of its own region,
# and S3 without bucket keys asks KMS for every object.

kind "aws.kms" {
  title    = "KMS keys"
  title_ja = "KMS キー"
  aliases  = ["KMS", "KMS key", "Key Management Service", "CMK"]
  service  = "awskms"
  live     = ["kms:key"]
  note     = "Keys that AWS services make themselves (aws/…) have no charge; their requests have."

  input "keys" {
    type  = number
    unit  = "keys"
    role  = "size"
    min   = 0
    about = "Customer-managed keys in the region, replicas included; disabled keys count"
  }
  input "rotations" {
    type    = number
    unit    = "rotations"
    role    = "size"
    default = 0
    min     = 0
    about   = "Times that the material of each key has been rotated; the first two cost a key each"
  }
  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Symmetric requests (Encrypt, Decrypt, GenerateDataKey …) in a month"
  }
  input "asymmetric_requests" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests with asymmetric keys other than RSA 2048 in a month, if there are any"
  }
  input "rsa_2048_requests" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests with RSA 2048 keys in a month, if there are any"
  }
  input "data_key_pairs" {
    type    = map(number)
    unit    = "requests"
    role    = "size"
    default = {}
    one_of  = ["ECC", "RSA"]
    about   = "GenerateDataKeyPair requests in a month by key type, if there are any"
  }

  meter "keys" {
    title      = "keys"
    when       = keys > 0
    usage_type = "KMS-Keys"
    unit       = "keys"
    monthly    = keys * (1 + min(2, rotations))
  }
  meter "requests" {
    title      = "requests"
    usage_type = "KMS-Requests"
    unit       = "requests"
    monthly    = requests
  }
  meter "asymmetric_requests" {
    title      = "asymmetric requests"
    when       = asymmetric_requests != null
    usage_type = "KMS-Requests-Asymmetric"
    unit       = "requests"
    monthly    = asymmetric_requests
  }
  meter "rsa_2048_requests" {
    title      = "RSA 2048 requests"
    when       = rsa_2048_requests != null
    usage_type = "KMS-Requests-Asymmetric-RSA_2048"
    unit       = "requests"
    monthly    = rsa_2048_requests
  }
  meter "data_key_pairs" {
    title      = "data key pairs"
    for_each   = data_key_pairs
    usage_type = "KMS-Requests-GenerateDatakeyPair-${each.key}"
    unit       = "requests"
    monthly    = each.value
  }

  terraform "aws_kms_key" {
    inputs {
      keys = 1
    }
  }
  terraform "aws_kms_replica_key" {
    inputs {
      keys = 1
    }
  }
  terraform "aws_kms_external_key" {
    inputs {
      keys = 1
    }
  }
  terraform "aws_kms_replica_external_key" {
    inputs {
      keys = 1
    }
  }

  example "one key" {
    region = "ap-northeast-1"
    cost   = "1.00"
    source = "AWS price list, awskms, ap-northeast-1, 2025-08-28"
    inputs { keys = 1 }
  }
  example "one key and a million requests" {
    region = "ap-northeast-1"
    cost   = "4.00"             # 1.00; 1,000,000 × 0.000003 = 3.00
    source = "AWS price list, awskms, ap-northeast-1, 2025-08-28"
    inputs {
      keys     = 1
      requests = "1M"
    }
  }
  example "two keys, each rotated five times" {
    region = "ap-northeast-1"
    cost   = "6.00"             # 2 × (1 + 2) × 1.00: rotations after the second are free
    source = "AWS KMS pricing page, rotation; AWS price list, awskms, ap-northeast-1, 2025-08-28"
    inputs {
      keys      = 2
      rotations = 5
    }
  }
}
