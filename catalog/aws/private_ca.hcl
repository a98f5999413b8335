# AWS Private CA bills each certificate authority by the month, far less in the
# mode for short-lived certificates, and each certificate once, when it is
# issued. The trap: an authority that is disabled is billed until it is deleted.

kind "aws.private_ca" {
  title    = "Private certificate authority"
  title_ja = "プライベート認証局"
  aliases  = ["Private CA", "ACM PCA", "Private certificate authority"]
  service  = "AWSCertificateManager"
  live     = ["acm-pca:certificate-authority"]

  input "authorities" {
    type    = number
    unit    = "authorities"
    role    = "size"
    default = 1
    min     = 0
    about   = "Certificate authorities"
  }
  input "mode" {
    type    = text
    role    = "size"
    default = "general"
    one_of  = ["general", "short-lived"]
    about   = "What the authority may issue; short-lived certificates live seven days at most"
  }
  input "certificates" {
    type  = number
    unit  = "certificates"
    role  = "usage"
    min   = 0
    about = "Certificates issued in a month"
  }

  meter "authorities" {
    title      = "authorities"
    when       = mode == "general"
    usage_type = "PaidPrivateCA"
    unit       = "months"
    monthly    = authorities
  }
  meter "authorities_short_lived" {
    title      = "authorities, short-lived certificates"
    when       = mode == "short-lived"
    usage_type = "ShortLivedCertificatePrivateCA"
    unit       = "months"
    monthly    = authorities
  }
  meter "certificates" {
    title      = "certificates"
    when       = mode == "general"
    usage_type = "PrivateCertificatesIssued"
    unit       = "certificates"
    monthly    = certificates
  }
  meter "certificates_short_lived" {
    title      = "short-lived certificates"
    when       = mode == "short-lived"
    usage_type = "ShortLivedCertificatesIssued"
    unit       = "certificates"
    monthly    = certificates
  }

  terraform "aws_acmpca_certificate_authority" {
    inputs {
      mode         = self.usage_mode == "SHORT_LIVED_CERTIFICATE" ? "short-lived" : "general"
      certificates = usage.monthly_requests
    }
  }
  terraform "aws_acm_certificate" {
    when = !known(self.certificate_authority_arn) || self.certificate_authority_arn != null
    inputs {
      authorities  = 0
      certificates = coalesce(usage.monthly_requests, 1)
    }
  }
  terraform "aws_acm_certificate" {
    free = "public certificates cost nothing"
  }

  example "an authority and 20,001 certificates" {
    region = "us-east-1"
    cost   = "4310.001"          # 400.00; 1,000 × 0.75 = 750.00; 9,000 × 0.35 = 3,150.00; 10,001 × 0.001 = 10.001
    source = "AWS Private CA pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { certificates = 20001 }
  }
  example "short-lived certificates" {
    region = "us-east-1"
    cost   = "108.00"            # 50.00; 1,000 × 0.058 = 58.00
    source = "AWS Private CA pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      mode         = "short-lived"
      certificates = 1000
    }
  }
}
