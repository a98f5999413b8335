# SQS bills requests, in steps of 64 KB: a message that is sent, received and
# deleted is three. The trap: an empty receive is a request too, so a worker that
# polls without long polling costs more than its messages; FIFO is 25 % dearer;
# the million free requests are once per payer.

kind "aws.sqs" {
  title    = "SQS queue"
  title_ja = "SQS キュー"
  aliases  = ["SQS", "Simple Queue Service", "Queue"]
  service  = "AWSQueueService"
  live     = ["sqs"]
  note     = "The first paid tier only: above 100 billion requests a month AWS's price falls, and that tier is not in the book."

  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Requests in a month: send, receive (empty ones too) and delete; a batch of up to ten is one"
  }
  input "fifo" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether it is a FIFO queue"
  }
  input "payload" {
    type    = number
    unit    = "KB"
    role    = "size"
    default = 64
    min     = 0
    about   = "Average payload of a request; each 64 KB or part of it is a request"
  }

  meter "requests" {
    title      = "requests"
    when       = !fifo
    usage_type = "Requests-Tier1"
    unit       = "requests"
    monthly    = requests * max(1, ceil(payload / 64))
  }
  meter "requests_fifo" {
    title      = "requests, FIFO"
    when       = fifo
    usage_type = "Requests-FIFO-Tier1"
    unit       = "requests"
    monthly    = requests * max(1, ceil(payload / 64))
  }

  terraform "aws_sqs_queue" {
    inputs {
      fifo     = coalesce(self.fifo_queue, false)
      requests = usage.monthly_requests
      payload  = usage.request_size_kb
    }
  }

  example "ten million requests" {
    region = "ap-northeast-1"
    cost   = "4.00"             # 10,000,000 × 0.0000004
    source = "AWS price list, AWSQueueService, ap-northeast-1, 2026-09-24"
    inputs { requests = "10M" }
  }
  example "ten million requests of 100 KB to a FIFO queue" {
    region = "ap-northeast-1"
    cost   = "10.00"            # 10,000,000 × 2 × 0.0000005
    source = "AWS price list, AWSQueueService, ap-northeast-1, 2026-09-24"
    inputs {
      requests = "10M"
      fifo     = true
      payload  = "100 KB"
    }
  }
}
