# A dedicated host is billed by the hour for the whole machine, however many
# instances stand on it. The trap: instances on it cost nothing more, so an
# empty host is all cost; a Mac host is billed for 24 hours at least.

kind "aws.dedicated_host" {
  title    = "Dedicated host"
  title_ja = "専有ホスト"
  aliases  = ["Dedicated host", "EC2 host", "Mac host"]
  service  = "AmazonEC2"
  live     = ["ec2:dedicated-host"]
  note     = "On demand. Host reservations are commitments and belong into billing."

  input "family" {
    type  = text
    role  = "size"
    about = "Instance family, such as c5 or mac1"
  }
  input "hosts" {
    type      = number
    unit      = "hosts"
    role      = "size"
    default   = 1
    over_time = true
    min       = 0
    about     = "Hosts"
  }

  meter "hosts" {
    title      = "hosts"
    usage_type = "HostUsage:${family}"
    unit       = "hours"
    hourly     = hosts
    off_hours  = "stays"
  }

  terraform "aws_ec2_host" {
    inputs {
      family = coalesce(self.instance_family, try(replace(self.instance_type, ".${try(split(".", self.instance_type)[1], "")}", ""), null))
    }
  }

  example "a c5 host" {
    region = "us-east-1"
    cost   = "2457.18"           # 730 × 3.366
    source = "Amazon EC2 Dedicated Hosts pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { family = "c5" }
  }
}
