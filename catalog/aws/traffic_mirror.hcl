# Traffic mirroring bills each mirrored network interface by the hour. The trap:
# mirrored packets are data transfer too.

kind "aws.traffic_mirror" {
  title    = "Traffic mirror session"
  title_ja = "トラフィックミラーセッション"
  aliases  = ["Traffic mirroring"]
  service  = "AmazonEC2"
  live     = ["ec2:traffic-mirror-session"]
  note     = "No source at hand has the usage type, so the hours are listed as unpriced."

  input "sessions" {
    type    = number
    unit    = "sessions"
    role    = "size"
    default = 1
    min     = 0
    about   = "Mirrored network interfaces"
  }

  meter "hours" {
    title      = "sessions"
    service    = "AmazonVPC"
    usage_type = "TrafficMirroring-Hours"
    unit       = "hours"
    hourly     = sessions
    off_hours  = "stays"
  }

  terraform "aws_ec2_traffic_mirror_session" {
    inputs {
    }
  }
}
