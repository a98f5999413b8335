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
  note     = "No source at hand has the usage types of this service, so every line is listed as unpriced with its hours."

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
    usage_type = "DomainController:${directory}"
    unit       = "hours"
    hourly     = controllers
    off_hours  = "stays"
  }
  meter "shared" {
    title      = "shared accounts"
    when       = shared > 0
    usage_type = "SharedDirectory:${directory}"
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
}
