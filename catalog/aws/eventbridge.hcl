# EventBridge bills the events that one's own code and partners put on a bus, in
# steps of 64 KB, and archives, schema discovery and pipes. The trap: events of AWS
# services are free on the default bus, but a copy to another account or region is
# a custom event; an archive is billed when it is written and while it is kept.

kind "aws.eventbridge" {
  title    = "EventBridge"
  title_ja = "EventBridge"
  aliases  = ["Event bus", "Amazon EventBridge", "CloudWatch Events"]
  service  = "AWSEvents"
  live     = ["events:event-bus"]
  note     = "Schedules are aws.scheduler; rules with a schedule on the default bus have no charge."

  input "aws_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Events of AWS services in a month: free, and no line depends on it"
  }
  input "custom_events" {
    type  = number
    unit  = "events"
    role  = "usage"
    min   = 0
    about = "Events that one's own code puts on a bus in a month, and copies to other accounts and regions"
  }
  input "event_size" {
    type    = number
    unit    = "KB"
    role    = "size"
    default = 64
    min     = 0
    about   = "Average size of an event; each 64 KB or part of it is an event"
  }
  input "partner_events" {
    type    = number
    unit    = "events"
    role    = "size"
    default = null
    min     = 0
    about   = "Events of a SaaS partner in a month, if there are any"
  }
  input "archived" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Events written to an archive in a month, if there is one"
  }
  input "archive_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Events kept in archives, averaged over the month, if there are any"
  }
  input "discovered_events" {
    type    = number
    unit    = "events"
    role    = "size"
    default = null
    min     = 0
    about   = "Events that schema discovery reads in a month, in steps of 8 KB, if it is on"
  }
  input "pipe_requests" {
    type    = number
    unit    = "requests"
    role    = "size"
    default = null
    min     = 0
    about   = "Requests of EventBridge Pipes after their filter in a month, in steps of 64 KB, if there are any"
  }

  meter "custom_events" {
    title      = "custom events"
    usage_type = "Event-64K-Chunks"
    operation  = "PutEvents"
    unit       = "64K-chunks"
    monthly    = custom_events * max(1, ceil(event_size / 64))
  }
  meter "partner_events" {
    title      = "partner events"
    when       = partner_events != null
    usage_type = "Event-64K-Chunks"
    operation  = "ReceivedPartnerEvents"
    unit       = "64K-chunks"
    monthly    = partner_events
  }
  meter "archived" {
    title      = "archive, written"
    when       = archived != null
    usage_type = "ArchivedEvents-Bytes"
    unit       = "GB"
    monthly    = archived
  }
  meter "archive_storage" {
    title      = "archive, kept"
    when       = archive_storage != null
    usage_type = "TimedStorage-ByteHrs"
    unit       = "GB-months"
    monthly    = archive_storage
  }
  meter "discovered_events" {
    title      = "schema discovery"
    when       = discovered_events != null
    usage_type = "Event-8K-Chunks"
    operation  = "DiscoveryEvent"
    unit       = "8K-chunks"
    monthly    = discovered_events
  }
  meter "pipe_requests" {
    title      = "pipe requests"
    when       = pipe_requests != null
    usage_type = "Request-64K-Chunks"
    operation  = "PipeRequest"
    unit       = "64K-chunks"
    monthly    = pipe_requests
  }

  terraform "aws_cloudwatch_event_bus" {
    inputs {
      custom_events     = usage.monthly_custom_events
      partner_events    = usage.monthly_third_party_events
      archived          = usage.monthly_archive_processing_gb
      archive_storage   = usage.archive_storage_gb
      discovered_events = usage.monthly_schema_discovery_events
    }
  }

  example "events of AWS services only" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS EventBridge pricing page, 2026: state changes that AWS services publish are free"
    inputs { aws_events = "10M" }
  }
}
