# EKS bills each cluster's control plane by the hour, whatever runs in it. The
# trap: fourteen months after its release a Kubernetes version is in extended
# support, which adds 0.50 an hour to the 0.10, five times the price, without any
# change by the owner; and a control plane cannot be stopped at night.

kind "aws.eks" {
  title    = "EKS cluster"
  title_ja = "EKS クラスター"
  aliases  = ["EKS", "Elastic Kubernetes Service", "Kubernetes"]
  service  = "AmazonEKS"
  live     = ["eks:cluster"]
  note     = "Nodes are aws.eks_node_group, pods on Fargate aws.eks_fargate. The fee of Auto Mode on top of its instances is not priced."

  input "clusters" {
    type    = number
    unit    = "clusters"
    role    = "size"
    default = 1
    min     = 0
    about   = "Clusters"
  }
  input "extended_support" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the Kubernetes version is out of standard support, fourteen months after its release on EKS"
  }

  meter "clusters" {
    title      = "cluster hours"
    usage_type = "AmazonEKS-Hours:perCluster"
    operation  = "CreateOperation"
    unit       = "hours"
    hourly     = clusters
    off_hours  = "stays"
  }
  meter "extended_support" {
    title      = "extended support, on top"
    when       = extended_support
    usage_type = "AmazonEKS-Hours:extendedSupport"
    operation  = "ExtendedSupport"
    unit       = "hours"
    hourly     = clusters
    off_hours  = "stays"
  }

  terraform "aws_eks_cluster" {
    inputs {
      clusters = 1

      # Versions whose standard support has ended: a past date does not come back.
      extended_support = contains(["1.23", "1.24", "1.25", "1.26", "1.27", "1.28", "1.29", "1.30", "1.31", "1.32"], self.version)
    }
  }

  example "one cluster" {
    region = "ap-northeast-1"
    cost   = "73.00"            # 730 × 0.10
    source = "AWS price list, AmazonEKS, ap-northeast-1, 2025-10-28"
    inputs { clusters = 1 }
  }
  example "one cluster in extended support" {
    region = "ap-northeast-1"
    cost   = "438.00"           # 730 × (0.10 + 0.50); AWS's page says 0.60 an hour
    source = "AWS price list, AmazonEKS, ap-northeast-1, 2025-10-28; AWS EKS pricing page"
    inputs {
      clusters         = 1
      extended_support = true
    }
  }
}
