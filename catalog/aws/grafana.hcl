# Managed Grafana bills each user who was active in the month: editors and
# administrators one price, viewers another. The trap: one login in a month is a
# whole month; enterprise plugins cost again for every user.

kind "aws.grafana" {
  title    = "Managed Grafana workspace"
  title_ja = "Managed Grafana ワークスペース"
  aliases  = ["Managed Grafana", "Grafana"]
  service  = "AmazonGrafana"
  live     = ["grafana:workspace"]

  input "editors" {
    type    = number
    unit    = "users"
    role    = "size"
    default = 1
    min     = 0
    about   = "Active editors and administrators"
  }
  input "viewers" {
    type  = number
    unit  = "users"
    role  = "usage"
    min   = 0
    about = "Active viewers"
  }
  input "plugins" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether enterprise plugins are bought"
  }

  meter "editors" {
    title      = "editors and administrators"
    usage_type = "Grafana:EditorUser"
    unit       = "users"
    monthly    = editors
  }
  meter "viewers" {
    title      = "viewers"
    usage_type = "Grafana:ViewerUser"
    unit       = "users"
    monthly    = viewers
  }
  meter "plugins" {
    title      = "enterprise plugins"
    when       = plugins
    usage_type = "Grafana:EnterprisePluginsUser"
    unit       = "users"
    monthly    = editors + viewers
  }

  terraform "aws_grafana_workspace" {
    inputs {
      editors = coalesce(usage.editors_administrator_licenses, 1)
      viewers = usage.viewer_licenses
      plugins = length([for l in referrers("aws_grafana_license_association") : l if l.license_type == "ENTERPRISE"]) > 0
    }
  }

  example "two editors and three viewers" {
    region = "us-east-1"
    cost   = "33.00"             # 2 × 9.00 = 18.00; 3 × 5.00 = 15.00
    source = "Amazon Managed Grafana pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      editors = 2
      viewers = 3
    }
  }
}
