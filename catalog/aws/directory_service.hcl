# Directory Service bills each domain controller by the hour; a directory has
# two from the start. Sharing a Microsoft AD costs by account and hour. The
# trap: a directory has no stop, and each region and each further controller is
# billed alike.

kind "aws.directory_service" {
  title    = "Directory Service"
  title_ja = "ディレクトリサービス"
  aliases  = ["Directory Service", "Managed Microsoft AD", "Simple AD", "AD Connector"]
  service  = "AWSDirectoryService"
  live     = ["ds:directory"]
  note     = "Large-Directory-Usage and the usage type of sharing are our names for what no source at hand shows; their rows have low confidence."

  locals {
    usage = {
      "microsoft-standard"   = "Std-MicrosoftAD-DC-Usage"
      "microsoft-enterprise" = "MicrosoftAD-DC-Usage"
      "simple-small"         = "Small-Directory-Usage"
      "simple-large"         = "Large-Directory-Usage"
      "connector-small"      = "Small-Directory-Usage"
      "connector-large"      = "Large-Directory-Usage"
    }
  }

  input "directory" {
    type    = text
    role    = "size"
    default = "microsoft-standard"
    one_of  = ["microsoft-standard", "microsoft-enterprise", "simple-small", "simple-large", "connector-small", "connector-large"]
    about   = "What kind of directory it is"
  }
  input "controllers" {
    type      = number
    unit      = "controllers"
    role      = "size"
    default   = 2
    over_time = true
    min       = 0
    about     = "Domain controllers; two are the least"
  }
  input "shared" {
    type    = number
    unit    = "accounts"
    role    = "size"
    default = 0
    min     = 0
    about   = "Accounts that a Microsoft AD is shared with"
  }

  meter "controllers" {
    title      = "domain controllers"
    usage_type = local.usage[directory]
    unit       = "hours"
    hourly     = controllers
    off_hours  = "stays"
  }
  meter "shared" {
    title      = "shared accounts"
    when       = shared > 0 && contains(["microsoft-standard", "microsoft-enterprise"], directory)
    usage_type = "${directory == "microsoft-standard" ? "Std-" : ""}MicrosoftAD-Sharing-Usage"
    unit       = "hours"
    hourly     = shared
    off_hours  = "stays"
  }

  terraform "aws_directory_service_directory" {
    inputs {
      directory   = self.type == "MicrosoftAD" ? (self.edition == "Standard" ? "microsoft-standard" : "microsoft-enterprise") : "${self.type == "ADConnector" ? "connector" : "simple"}-${lower(coalesce(self.size, "Large"))}"
      controllers = coalesce(self.desired_number_of_domain_controllers, 2) + coalesce(usage.additional_domain_controllers, 0)
      shared      = self.type == "MicrosoftAD" ? coalesce(usage.shared_accounts, 0) : 0
    }
  }

  example "a standard Microsoft AD, shared with eight accounts" {
    region = "us-east-1"
    cost   = "192.72"           # 2 × 730 × 0.06 = 87.60; 8 × 730 × 0.018 = 105.12
    source = "AWS Directory Service pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      directory = "microsoft-standard"
      shared    = 8
    }
  }
  example "a small Simple AD" {
    region = "us-east-1"
    cost   = "73.00"            # 2 × 730 × 0.05
    source = "AWS Directory Service pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { directory = "simple-small" }
  }
}
