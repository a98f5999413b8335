# Secrets Manager bills each secret by the month and each API call. The trap: a
# replica in another region is a secret of its own, and tasks that read secrets at
# every start or without a cache make the calls.

kind "aws.secrets_manager" {
  title    = "Secrets Manager secrets"
  title_ja = "Secrets Manager シークレット"
  aliases  = ["Secrets Manager", "Secrets"]
  service  = "AWSSecretsManager"
  live     = ["secretsmanager:secret"]

  input "secrets" {
    type  = number
    unit  = "secrets"
    role  = "size"
    min   = 0
    about = "Secrets kept; each replica counts"
  }
  input "api_requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "API calls in a month"
  }

  meter "secrets" {
    title      = "secrets"
    usage_type = "AWSSecretsManager-Secrets"
    unit       = "secrets"
    monthly    = secrets
  }
  meter "api_requests" {
    title      = "API calls"
    usage_type = "AWSSecretsManagerAPIRequest"
    unit       = "requests"
    monthly    = api_requests
  }

  terraform "aws_secretsmanager_secret" {
    inputs {
      secrets      = 1 + length(targets(self.replica))
      api_requests = usage.monthly_requests
    }
  }

  example "five secrets and a million calls" {
    region = "ap-northeast-1"
    cost   = "7.00"             # 5 × 0.40 = 2.00; 1,000,000 × 0.000005 = 5.00
    source = "AWS price list, AWSSecretsManager, ap-northeast-1, 2026-09-24"
    inputs {
      secrets      = 5
      api_requests = "1M"
    }
  }
}
