# A Lightsail server is billed by the hour at a price that holds disk and
# transfer, up to a monthly maximum. The trap: a stopped server is billed on;
# delete it.

kind "aws.lightsail" {
  title    = "Lightsail server"
  title_ja = "Lightsail サーバー"
  aliases  = ["Lightsail"]
  service  = "AmazonLightsail"
  live     = ["lightsail:instance"]
  note     = "No source at hand ties a bundle to its usage type, so the hours are listed as unpriced."

  input "bundle" {
    type  = text
    role  = "size"
    about = "Bundle, such as micro_3_0"
  }

  meter "hours" {
    title      = "server"
    usage_type = "BundleUsage:${bundle}"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }

  terraform "aws_lightsail_instance" {
    inputs {
      bundle = self.bundle_id
    }
  }
}
