# Global Accelerator bills a fixed fee by the hour, the two addresses, and a
# premium for each GB in the larger direction by where it comes from and goes
# to. The trap: the premium is on top of data transfer.

kind "aws.global_accelerator" {
  title    = "Global Accelerator"
  title_ja = "Global Accelerator"
  aliases  = ["Global Accelerator"]
  service  = "AWSGlobalAccelerator"
  region   = "global"
  live     = ["globalaccelerator:accelerator"]
  note     = "Accelerator-Hours is our own name, because no source at hand has AWS's; its row has low confidence. The premium is billed in the larger direction; only the pairs that a peer published have a price."

  locals {
    place = { us = "NA", europe = "EU", south_africa = "ZA", south_america = "SA", south_korea = "KR", middle_east = "ME", australia = "AU", asia_pacific = "AP", india = "IN" }
    here  = { us = "NA", ca = "NA", mx = "NA", eu = "EU", il = "EU", ap = "AP", me = "ME", sa = "SA", af = "ZA" }
  }

  input "accelerators" {
    type    = number
    unit    = "accelerators"
    role    = "size"
    default = 1
    min     = 0
    about   = "Accelerators"
  }

  input "premium" {
    type    = map(number)
    unit    = "GB"
    role    = "size"
    default = {}
    min     = 0
    one_of  = ["EU-AP-In", "EU-AU-In", "EU-EU-In", "EU-IN-In", "EU-ZA-In", "EU-SA-In", "EU-KR-In", "EU-ME-In", "EU-NA-In", "NA-AP-Out", "NA-EU-Out"]
    about   = "Data in the larger direction in a month, by where the endpoint is, where the client is, and the direction: EU-AP-In"
  }

  meter "hours" {
    title      = "fixed fee"
    usage_type = "Accelerator-Hours"
    unit       = "hours"
    hourly     = accelerators
    off_hours  = "stays"
  }

  meter "premium" {
    title      = "premium for transfer"
    for_each   = premium
    usage_type = "${each.key}-Bytes-Internet"
    operation  = "Dominant"
    unit       = "GB"
    monthly    = each.value
  }

  terraform "aws_globalaccelerator_accelerator" {
    when = coalesce(self.enabled, true)
    inputs {
    }
  }
  terraform "aws_globalaccelerator_endpoint_group" {
    inputs {
      accelerators = 0
      premium      = sum(concat([0], values(coalesce(usage.monthly_outbound_data_transfer_gb, {})))) > sum(concat([0], values(coalesce(usage.monthly_inbound_data_transfer_gb, {})))) ? { for place, amount in usage.monthly_outbound_data_transfer_gb : "${local.here[split("-", coalesce(self.endpoint_group_region, region))[0]]}-${local.place[place]}-Out" => amount if amount != null } : { for place, amount in coalesce(usage.monthly_inbound_data_transfer_gb, {}) : "${local.here[split("-", coalesce(self.endpoint_group_region, region))[0]]}-${local.place[place]}-In" => amount if amount != null }
    }
  }

  example "an accelerator and its premium" {
    region = "global"
    cost   = "51.25"            # 730 × 0.025 = 18.25; 1,000 × 0.033 = 33.00
    source = "AWS Global Accelerator pricing page; prices that Infracost published for its own tests, 2024-07-01"
    inputs { premium = { "EU-AP-In" = "1000 GB" } }
  }
}
