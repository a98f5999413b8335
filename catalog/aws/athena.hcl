# Athena bills each query by the data it scans, 10 MB at least. The trap: text
# without partitions is scanned whole by every query, a dashboard that refreshes
# multiplies it, and S3 requests and the Glue catalogue are billed apart.

kind "aws.athena" {
  title    = "Athena"
  title_ja = "Athena"
  aliases  = ["Amazon Athena", "Athena queries"]
  service  = "AmazonAthena"
  live     = ["athena:workgroup"]
  note     = "Provisioned capacity is not priced."

  input "scanned" {
    type  = number
    unit  = "TB"
    role  = "usage"
    min   = 0
    about = "Data that queries scan in a month; compressed columns scan less, a query counts 10 MB at least"
  }

  meter "scanned" {
    title      = "data scanned"
    usage_type = "DataScannedInTB"
    unit       = "TB"
    monthly    = scanned
  }

  terraform "aws_athena_workgroup" {
    inputs {
      scanned = null
    }
  }

  example "two terabytes in Virginia" {
    region = "us-east-1"
    cost   = "10.00"            # 2 × 5.00
    source = "AWS price list, AmazonAthena, us-east-1, 2026-10-13"
    inputs { scanned = "2 TB" }
  }
  example "256 GB in Virginia" {
    region = "us-east-1"
    cost   = "1.25"             # 256 / 1,024 × 5.00
    source = "AWS price list, AmazonAthena, us-east-1, 2026-10-13"
    inputs { scanned = "256 GB" }
  }
}
