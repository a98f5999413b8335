# Direct Connect bills the port by the hour from the day it is available or 90
# days after the order, and data that leaves through it. The trap: a port is
# billed while no cable is in it; data in is free.

kind "aws.direct_connect" {
  title    = "Direct Connect port"
  title_ja = "Direct Connect ポート"
  aliases  = ["Direct Connect", "DX connection", "Dedicated connection"]
  service  = "AWSDirectConnect"
  live     = ["directconnect:dxcon"]
  note     = "Dedicated ports. Data that leaves another region than that of the port is priced in its own region: give it a resource there with port false."

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
  input "port" {
    type    = switch
    role    = "size"
    default = true
    about   = "Whether the port is billed here; false for the data of another region"
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
    when       = port
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
      outbound  = try(usage.monthly_outbound_from_region_to_dx_connection_location[replace(region, "-", "_")], usage.monthly_outbound_region_to_dx_location_gb)
    }
  }
  # The usage file may state data of several regions; the part of the port's own is above.
  terraform "aws_dx_connection" {
    for_each = { for place, amount in coalesce(usage.monthly_outbound_from_region_to_dx_connection_location, {}) : replace(place, "_", "-") => amount if amount != null && replace(place, "_", "-") != region }
    region   = each.key
    inputs {
      location = self.location
      port     = false
      outbound = each.value
    }
  }

  example "a port of 1 Gbit/s in Ashburn" {
    region = "us-east-1"
    cost   = "219.00"            # 730 × 0.30
    source = "AWS Direct Connect pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { location = "EqDC2" }
  }
}
