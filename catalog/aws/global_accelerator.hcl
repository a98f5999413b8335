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
  note     = "No source at hand has the usage types of this service. The premium for transfer is not counted."

  input "accelerators" {
    type    = number
    unit    = "accelerators"
    role    = "size"
    default = 1
    min     = 0
    about   = "Accelerators"
  }

  meter "hours" {
    title      = "fixed fee"
    usage_type = "Accelerator-Hours"
    unit       = "hours"
    hourly     = accelerators
    off_hours  = "stays"
  }

  terraform "aws_globalaccelerator_accelerator" {
    when = coalesce(self.enabled, true)
    inputs {
    }
  }
  terraform "aws_globalaccelerator_endpoint_group" {
    inputs {
      accelerators = 0
    }
  }
}
