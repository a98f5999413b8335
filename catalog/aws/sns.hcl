# SNS bills each publish, in steps of 64 KB, and each delivery at the price of its
# protocol: SQS and Lambda are free, HTTP, e-mail, push and SMS are not. The trap:
# deliveries are publishes times subscribers; SMS is priced by country and is soon
# the whole bill; the million free publishes are once per payer.

kind "aws.sns" {
  title    = "SNS topics"
  title_ja = "SNS トピック"
  aliases  = ["SNS", "Simple Notification Service", "SNS topic"]
  service  = "AmazonSNS"
  live     = ["sns"]
  note     = "The 100,000 HTTP and 1,000 e-mail deliveries that are free each month are the first tier of their prices."

  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Publishes and other API requests in a month"
  }
  input "payload" {
    type    = number
    unit    = "KB"
    role    = "size"
    default = 64
    min     = 0
    about   = "Average size of a publish; each 64 KB or part of it is a request"
  }
  input "http" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "Deliveries to HTTP and HTTPS subscribers in a month, if there are any"
  }
  input "email" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "Deliveries by e-mail in a month, if there are any"
  }
  input "firehose" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "Deliveries to Data Firehose in a month, if there are any"
  }
  input "mobile_push" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "Push notifications to phones in a month, if there are any"
  }
  input "sms" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "SMS messages in a month, if there are any; AWS prices them by country"
  }
  input "fifo" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is a FIFO topic"
  }
  input "macos" {
    type    = number
    unit    = "notifications"
    role    = "size"
    default = null
    min     = 0
    about   = "Push notifications to Macs in a month, if there are any"
  }
  input "subscriptions" {
    type    = number
    unit    = "subscriptions"
    role    = "size"
    default = 0
    min     = 0
    about   = "Queues that a FIFO topic delivers to"
  }

  meter "requests" {
    title      = "requests"
    when       = !fifo
    usage_type = "Requests-Tier1"
    unit       = "requests"
    monthly    = requests * max(1, ceil(payload / 64))
  }
  meter "http" {
    title      = "HTTP deliveries"
    when       = http != null
    usage_type = "DeliveryAttempts-HTTP"
    unit       = "notifications"
    monthly    = http
  }
  meter "email" {
    title      = "e-mail deliveries"
    when       = email != null
    usage_type = "DeliveryAttempts-SMTP"
    unit       = "notifications"
    monthly    = email
  }
  meter "firehose" {
    title      = "Firehose deliveries"
    when       = firehose != null
    usage_type = "DeliveryAttempts-FIREHOSE"
    unit       = "notifications"
    monthly    = firehose
  }
  meter "mobile_push" {
    title      = "push notifications"
    when       = mobile_push != null
    usage_type = "DeliveryAttempts-APNS"
    unit       = "notifications"
    monthly    = mobile_push
  }
  meter "sms" {
    title      = "SMS messages"
    when       = sms != null
    usage_type = "DeliveryAttempts-SMS"
    unit       = "notifications"
    monthly    = sms
  }
  meter "macos" {
    title      = "notifications to Macs"
    when       = macos != null
    usage_type = "DeliveryAttempts-MACOS"
    unit       = "notifications"
    monthly    = macos
  }
  meter "fifo_requests" {
    title      = "FIFO requests"
    when       = fifo
    usage_type = "F-Request-Tier1"
    unit       = "requests"
    monthly    = requests
  }
  meter "fifo_payload" {
    title      = "FIFO payload"
    when       = fifo
    usage_type = "F-Ingress-Tier1"
    unit       = "GB"
    monthly    = requests * payload / 1000000
  }
  meter "fifo_deliveries" {
    title      = "FIFO deliveries"
    when       = fifo && subscriptions > 0
    usage_type = "F-DA-SQS"
    unit       = "notifications"
    monthly    = requests * subscriptions
  }
  meter "fifo_delivered" {
    title      = "FIFO payload delivered"
    when       = fifo && subscriptions > 0
    usage_type = "F-Egress-SQS"
    unit       = "GB"
    monthly    = requests * subscriptions * payload / 1000000
  }

  terraform "aws_sns_topic" {
    inputs {
      fifo        = coalesce(self.fifo_topic, false)
      subscriptions = length(referrers("aws_sns_topic_subscription"))
      macos       = usage.macos_subscriptions == null || usage.monthly_requests == null ? null : usage.macos_subscriptions * usage.monthly_requests
      requests    = usage.monthly_requests
      payload     = usage.request_size_kb
      http        = usage.http_subscriptions == null || usage.monthly_requests == null ? null : usage.http_subscriptions * usage.monthly_requests
      email       = usage.email_subscriptions == null || usage.monthly_requests == null ? null : usage.email_subscriptions * usage.monthly_requests
      firehose    = usage.kinesis_subscriptions == null || usage.monthly_requests == null ? null : usage.kinesis_subscriptions * usage.monthly_requests
      mobile_push = usage.mobile_push_subscriptions == null || usage.monthly_requests == null ? null : usage.mobile_push_subscriptions * usage.monthly_requests
      sms         = usage.sms_subscriptions == null || usage.monthly_requests == null ? null : usage.sms_subscriptions * usage.monthly_requests
    }
  }

  # Usage of a subscription, where the file states it there instead of at the topic.
  terraform "aws_sns_topic_subscription" {
    when = usage.monthly_requests != null && contains(["http", "https", "email", "email-json"], self.protocol)
    inputs {
      requests = 0
      http     = contains(["http", "https"], self.protocol) ? usage.monthly_requests * max(1, ceil(coalesce(usage.request_size_kb, 64) / 64)) : null
      email    = contains(["http", "https"], self.protocol) ? null : usage.monthly_requests * max(1, ceil(coalesce(usage.request_size_kb, 64) / 64))
    }
  }

  example "five million publishes" {
    region = "ap-northeast-1"
    cost   = "2.50"             # 5,000,000 × 0.0000005
    source = "AWS price list, AmazonSNS, ap-northeast-1, 2025-08-28"
    inputs { requests = "5M" }
  }
  example "a million publishes of 100 KB to HTTP and e-mail" {
    region = "ap-northeast-1"
    cost   = "1.72"             # 1,000,000 × 2 × 0.0000005 = 1.00; (1,000,000 − 100,000) × 0.0000006 = 0.54; (10,000 − 1,000) × 0.00002 = 0.18
    source = "AWS price list, AmazonSNS, ap-northeast-1, 2025-08-28"
    inputs {
      requests = "1M"
      payload  = "100 KB"
      http     = "1M"
      email    = "10K"
    }
  }
  example "a FIFO topic with a queue" {
    region = "us-east-1"
    cost   = "2.614"             # 1,000,000 × 0.0000003 = 0.30; 128 GB × 0.017 = 2.176; 1,000,000 × 0.00000001 = 0.01; 128 × 0.001 = 0.128
    source = "Amazon SNS pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      fifo          = true
      requests      = "1M"
      payload       = "128 KB"
      subscriptions = 1
    }
  }
}
