# A Lightsail server is billed by the hour at a price that holds disk and
# transfer, up to a monthly maximum. The trap: a stopped server is billed on;
# delete it.

kind "aws.lightsail" {
  title    = "Lightsail server"
  title_ja = "Lightsail サーバー"
  aliases  = ["Lightsail"]
  service  = "AmazonLightsail"
  live     = ["lightsail:instance"]
  note     = "AWS names a bundle by its memory (BundleUsage:4GB); the price is of servers with an IPv4 address. The book has two bundles of us-east-1."

  locals {
    memory = { nano = "0.5GB", micro = "1GB", small = "2GB", medium = "4GB", large = "8GB", xlarge = "16GB", "2xlarge" = "32GB" }
  }

  input "bundle" {
    type  = text
    role  = "size"
    about = "Bundle, such as micro_3_0"
  }

  meter "hours" {
    title      = "server"
    usage_type = "BundleUsage:${lookup(local.memory, split("_", bundle)[0], split("_", bundle)[0])}${replace(bundle, "_win_", "") != bundle ? "_win" : ""}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }

  terraform "aws_lightsail_instance" {
    inputs {
      bundle = self.bundle_id
    }
  }

  example "a Linux server of 16 GB" {
    region = "us-east-1"
    cost   = "82.417"           # 730 × 0.1129; AWS caps the month at 84.00
    source = "Amazon Lightsail pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-12-04"
    inputs { bundle = "xlarge_2_0" }
  }
  example "a Windows server of 2 GB" {
    region = "us-east-1"
    cost   = "21.5788"          # 730 × 0.02956; AWS caps the month at 22.00
    source = "Amazon Lightsail pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-12-04"
    inputs { bundle = "small_win_2_0" }
  }
}
