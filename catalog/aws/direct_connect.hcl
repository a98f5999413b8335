# Direct Connect bills the port by the hour from the day it is available or 90
# days after the order, and data that leaves through it. The trap: a port is
# billed while no cable is in it; data in is free.

kind "aws.direct_connect" {
  title    = "Direct Connect port"
  title_ja = "Direct Connect ポート"
  aliases  = ["Direct Connect", "DX connection", "Dedicated connection"]
  service  = "AWSDirectConnect"
  live     = ["directconnect:dxcon"]
  note     = "Dedicated ports. Data from other regions is billed at the price of its region and is not counted here."

  input "location" {
    type  = text
    role  = "size"
    about = "Code of the location, such as EqDC2"
  }
  input "bandwidth" {
    type    = text
    role    = "size"
    default = "1G"
    one_of  = ["1G", "10G", "100G", "400G"]
    about   = "Speed of the port"
  }
  input "outbound" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data that leaves through the port in a month, from the region of the port"
  }

  meter "port" {
    title      = "port"
    usage_type = "${location}-PortUsage:${bandwidth}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }
  meter "outbound" {
    title      = "data out"
    usage_type = "${location}-DataXfer-Out"
    unit       = "GB"
    monthly    = outbound
  }

  terraform "aws_dx_connection" {
    inputs {
      location  = self.location
      bandwidth = replace(self.bandwidth, "bps", "")
      outbound  = usage.monthly_outbound_region_to_dx_location_gb
    }
  }

  example "a port of 1 Gbit/s in Ashburn" {
    region = "us-east-1"
    cost   = "219.00"            # 730 × 0.30
    source = "AWS Direct Connect pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { location = "EqDC2" }
  }
}
