# Transfer Family bills each protocol of a server by the hour, also while the
# server is stopped, and data up and down. The trap: a stopped server costs as
# much as a running one; delete it.

kind "aws.transfer" {
  title    = "Transfer Family server"
  title_ja = "Transfer Family サーバー"
  aliases  = ["Transfer Family", "SFTP server"]
  service  = "AWSTransfer"
  live     = ["transfer:server"]

  input "protocols" {
    type    = number
    unit    = "protocols"
    role    = "size"
    default = 1
    min     = 0
    about   = "Protocols that the server speaks"
  }
  input "uploaded" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data uploaded in a month"
  }
  input "downloaded" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Data downloaded in a month"
  }

  meter "protocols" {
    title      = "protocols"
    usage_type = "ProtocolHours"
    unit       = "hours"
    hourly     = protocols
    off_hours  = "stays"
  }
  meter "uploaded" {
    title      = "uploads"
    usage_type = "UploadBytes"
    unit       = "GB"
    monthly    = uploaded
  }
  meter "downloaded" {
    title      = "downloads"
    usage_type = "DownloadBytes"
    unit       = "GB"
    monthly    = downloaded
  }

  terraform "aws_transfer_server" {
    inputs {
      protocols  = max(1, length(targets(self.protocols)))
      uploaded   = usage.monthly_data_uploaded_gb
      downloaded = usage.monthly_data_downloaded_gb
    }
  }

  example "three protocols" {
    region = "us-east-1"
    cost   = "659.40"            # 3 × 730 × 0.30 = 657.00; 10 × 0.04 = 0.40; 50 × 0.04 = 2.00
    source = "AWS Transfer Family pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      protocols  = 3
      uploaded   = "10 GB"
      downloaded = "50 GB"
    }
  }
}
