# Redshift bills each node by the second, and for ra3 nodes the managed storage
# of the cluster apart, by the GB-month. The traps: a cluster of two or more
# nodes has a leader node that is free, a paused cluster keeps paying for
# storage, and of concurrency scaling only the seconds beyond the free hour a
# day are billed.

kind "aws.redshift" {
  title    = "Redshift cluster"
  title_ja = "Redshift クラスター"
  aliases  = ["Redshift", "Amazon Redshift"]
  service  = "AmazonRedshift"
  live     = ["redshift:cluster"]
  note     = "No price is at hand. Redshift Serverless and Spectrum are not covered."

  input "node_type" {
    type      = text
    role      = "size"
    over_time = true
    about     = "Type of each node: ra3.large, ra3.xlplus, ra3.4xlarge, dc2.large"
  }
  input "nodes" {
    type      = number
    unit      = "nodes"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Compute nodes while the cluster is not paused; a leader node is free"
  }
  input "managed_storage" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Managed storage of ra3 nodes, averaged over the month; dc2 has its disks in the price"
  }
  input "concurrency_scaling" {
    type  = number
    unit  = "s"
    role  = "usage"
    min   = 0
    about = "Node seconds of concurrency scaling in a month beyond the free hour a day"
  }
  input "snapshots" {
    type  = number
    unit  = "GB"
    role  = "usage"
    min   = 0
    about = "Manual snapshots, and for dc2 automatic ones beyond the free part, averaged over the month"
  }
  input "spectrum" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = null
    min     = 0
    about   = "Data that Spectrum scans in a month, if it is used"
  }

  meter "nodes" {
    title      = "nodes"
    usage_type = "Node:${node_type}"
    operation  = "RunComputeNode:0001"
    unit       = "hours"
    hourly     = nodes
    off_hours  = "stops"
  }
  meter "managed_storage" {
    title      = "managed storage"
    when       = replace(node_type, "ra3.", "") != node_type
    usage_type = "RMS:${node_type}"
    unit       = "GB-months"
    hourly     = managed_storage
    averaged   = true
    off_hours  = "stays"
  }
  meter "concurrency_scaling" {
    title      = "concurrency scaling"
    usage_type = "CS:${node_type}"
    unit       = "seconds"
    hourly     = concurrency_scaling
    averaged   = true
    off_hours  = "stays"
  }
  meter "snapshots" {
    title      = "snapshots"
    usage_type = "Redshift:PaidSnapshots"
    unit       = "GB-months"
    monthly    = snapshots
  }
  meter "spectrum" {
    title      = "Spectrum"
    when       = spectrum != null
    usage_type = "DataScanned"
    unit       = "TB"
    monthly    = spectrum / 1024
  }

  terraform "aws_redshift_cluster" {
    inputs {
      node_type           = self.node_type
      nodes               = coalesce(self.number_of_nodes, 1)
      managed_storage     = usage.managed_storage_gb
      concurrency_scaling = usage.excess_concurrency_scaling_secs
      snapshots           = usage.backup_storage_gb
      spectrum            = usage.spectrum_data_scanned_tb == null ? null : usage.spectrum_data_scanned_tb * 1024
    }
  }

  example "four dc2.large" {
    region = "us-east-1"
    cost   = "730.00"            # 4 × 730 × 0.25
    source = "Amazon Redshift pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      node_type = "dc2.large"
      nodes     = 4
    }
  }
}
