# Every public IPv4 address costs 0.005 an hour, in use or idle. The trap: an
# address is priced once, at its owner: NAT gateways, internet-facing load
# balancers and public tasks bring their own, so list here only addresses that no
# other resource of the file owns.

kind "aws.public_ipv4" {
  title    = "Public IPv4 addresses"
  title_ja = "パブリック IPv4 アドレス"
  aliases  = ["Public IPv4", "Elastic IP", "EIP", "IPv4"]
  service  = "AmazonVPC"
  live     = ["ec2:elastic-ip"]

  input "addresses" {
    type    = number
    unit    = "addresses"
    role    = "size"
    default = 1
    min     = 0
    about   = "Public IPv4 addresses"
  }
  input "idle" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether nothing uses them; the price is the same"
  }

  meter "in_use" {
    title      = "addresses in use"
    when       = !idle
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = addresses
    off_hours  = "stays"
  }
  meter "idle" {
    title      = "idle addresses"
    when       = idle
    usage_type = "PublicIPv4:IdleAddress"
    unit       = "hours"
    hourly     = addresses
    off_hours  = "stays"
  }

  terraform "aws_eip" {
    inputs {
      addresses = 1
    }
  }

  example "two in use" {
    region = "ap-northeast-1"
    cost   = "7.30"             # 2 × 730 × 0.005
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs { addresses = 2 }
  }
  example "one idle" {
    region = "ap-northeast-1"
    cost   = "3.65"             # 730 × 0.005
    source = "AWS price list, AmazonVPC, ap-northeast-1, 2025-11-04"
    inputs { idle = true }
  }
}
