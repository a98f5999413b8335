# AWS bills data that leaves a region for the internet or another region, and data
# between zones on both sides. The trap: no table has it; what goes through a NAT
# pays the NAT's price (aws.nat_gateway) and this one; a SaaS that lives in the same
# region, reached by its public address, is 0.01 and not the internet's price; ALB
# to targets, Multi-AZ and Aurora replication, and an origin to CloudFront are free.

kind "aws.data_transfer" {
  title    = "Data transfer"
  title_ja = "データ転送"
  aliases  = ["Data transfer out", "Internet egress", "Egress", "Inter-AZ transfer"]
  service  = "AWSDataTransfer"
  note     = "Data in from the internet is free. CloudFront's transfer is aws.cloudfront, a NAT's processing aws.nat_gateway."

  input "internet_out" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data to the internet in a month from instances, tasks, load balancers and buckets, through a NAT or not"
  }
  input "inter_az" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data between two zones of the region in a month, each byte once"
  }
  input "both_sides" {
    type    = switch
    role    = "size"
    default = true
    about   = "Whether sender and receiver pay for inter_az, as between instances or tasks; false where one side is RDS or Aurora, which pays nothing"
  }
  input "inter_region" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data to other AWS regions in a month; the sender pays"
  }
  input "us_east_pair" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data between Virginia and Ohio in a month, sent from here, if there is any: that pair has a price of its own"
  }
  input "same_region_public" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data in a month, both directions, with public addresses in the same region, such as Atlas or another SaaS on AWS"
  }

  check "us_east_pair" {
    condition = us_east_pair == null || region == "us-east-1" || region == "us-east-2"
    message   = "us_east_pair is for us-east-1 and us-east-2"
  }
  caveat "note" {
    when    = known(inter_region) ? inter_region > 0 : false
    message = "priced at the region's general rate between regions; AWS bills by the pair of regions, and some pairs differ"
  }

  meter "internet_out" {
    title      = "to the internet"
    usage_type = "DataTransfer-Out-Bytes"
    unit       = "GB"
    monthly    = internet_out
  }
  meter "inter_az" {
    title      = "between zones"
    usage_type = "DataTransfer-Regional-Bytes"
    operation  = "InterZone-Out"
    unit       = "GB"
    monthly    = inter_az * (both_sides ? 2 : 1)
  }
  meter "inter_region" {
    title      = "to other regions"
    usage_type = "AWS-Out-Bytes"
    unit       = "GB"
    monthly    = inter_region
  }
  # Billed as USE1-USE2-AWS-Out-Bytes and USE2-USE1-AWS-Out-Bytes.
  meter "us_east_pair" {
    title      = "between Virginia and Ohio"
    when       = us_east_pair != null && (region == "us-east-1" || region == "us-east-2")
    usage_type = region == "us-east-1" ? "USE2-AWS-Out-Bytes" : "USE1-AWS-Out-Bytes"
    unit       = "GB"
    monthly    = us_east_pair
  }
  meter "same_region_public" {
    title      = "to public addresses in the region"
    usage_type = "DataTransfer-Regional-Bytes"
    operation  = "PublicIP-Out"
    unit       = "GB"
    monthly    = same_region_public
  }

  terraform "aws_data_transfer" {
    inputs {
      internet_out = usage.monthly_outbound_internet_gb
      inter_az     = usage.monthly_intra_region_gb
      inter_region = usage.monthly_outbound_other_regions_gb
      us_east_pair = usage.monthly_outbound_us_east_to_us_east_gb
    }
  }

  example "100 GB to the internet" {
    region = "ap-northeast-1"
    cost   = "11.40"            # 100 × 0.114
    source = "AWS price list, AWSDataTransfer, ap-northeast-1, 2026-09-17"
    inputs { internet_out = "100 GB" }
  }
  example "60 TB to the internet" {
    region = "ap-northeast-1"
    cost   = "5693.44"          # 10,240 × 0.114 = 1,167.36; 40,960 × 0.089 = 3,645.44; 10,240 × 0.086 = 880.64
    source = "AWS price list, AWSDataTransfer, ap-northeast-1, 2026-09-17 and 2026-09-25"
    inputs { internet_out = "60 TB" }
  }
  example "500 GB between zones" {
    region = "ap-northeast-1"
    cost   = "10.00"            # 500 × 2 × 0.01
    source = "AWS price list, AWSDataTransfer, ap-northeast-1, 2026-09-24"
    inputs { inter_az = "500 GB" }
  }
  example "500 GB to a database in another zone" {
    region = "ap-northeast-1"
    cost   = "5.00"             # 500 × 0.01
    source = "AWS price list, AWSDataTransfer, ap-northeast-1, 2026-09-24"
    inputs {
      inter_az   = "500 GB"
      both_sides = false
    }
  }
  example "to another region and to Atlas in the same one" {
    region = "ap-northeast-1"
    cost   = "19.00"            # 200 × 0.09 = 18; 100 × 0.01 = 1
    source = "AWS price list, AWSDataTransfer, ap-northeast-1, 2026-09-24 and 2026-09-25"
    inputs {
      inter_region       = "200 GB"
      same_region_public = "100 GB"
    }
  }
  example "Virginia to Ohio" {
    region = "us-east-1"
    cost   = "1.00"             # 100 × 0.01
    source = "AWS price list, AWSDataTransfer, us-east-1, 2026-09-25"
    inputs { us_east_pair = "100 GB" }
  }
}
