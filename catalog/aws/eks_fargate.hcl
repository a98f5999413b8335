# A pod on Fargate bills the vCPU and memory of the Fargate size that holds it, by
# the second, from the pull of its image to its end. The trap: a Fargate profile
# costs nothing, pods do; AWS adds 256 MB to each pod and rounds up to the next
# size, so a pod of 1 vCPU and 2 GB bills 3 GB; and every pod is a node of its own.

kind "aws.eks_fargate" {
  title    = "EKS pods on Fargate"
  title_ja = "EKS の Fargate ポッド"
  aliases  = ["EKS Fargate", "EKS on Fargate"]
  service  = "AmazonEKS"
  live     = ["eks:fargateprofile"]
  note     = "The cluster itself is aws.eks. EKS has neither ARM nor Spot on Fargate."

  input "vcpu" {
    type   = number
    unit   = "vCPU"
    role   = "size"
    one_of = [0.25, 0.5, 1, 2, 4, 8, 16]
    about  = "vCPU of the Fargate size of one pod"
  }
  input "memory" {
    type  = number
    unit  = "GB"
    role  = "size"
    about = "Memory of the Fargate size of one pod: what its containers ask for and 256 MB, rounded up"
  }
  input "pods" {
    type      = number
    unit      = "pods"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Pods that run while the system is on"
  }
  input "ephemeral_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 20
    min     = 20
    max     = 175
    about   = "Ephemeral storage of one pod; the first 20 GB are part of its price"
  }

  check "memory_at_0_25_vcpu" {
    condition = vcpu != 0.25 || contains([0.5, 1, 2], memory)
    message   = "at 0.25 vCPU the memory is 0.5, 1 or 2 GB"
  }
  check "memory_at_0_5_vcpu" {
    condition = vcpu != 0.5 || contains([1, 2, 3, 4], memory)
    message   = "at 0.5 vCPU the memory is 1, 2, 3 or 4 GB"
  }
  check "memory_at_1_to_4_vcpu" {
    condition = !contains([1, 2, 4], vcpu) || (floor(memory) == memory && memory >= 2 * vcpu && memory <= (vcpu == 1 ? 8 : (vcpu == 2 ? 16 : 30)))
    message   = "at 1, 2 and 4 vCPU the memory is 2 to 8, 4 to 16 and 8 to 30 GB, in steps of 1 GB"
  }
  check "memory_at_8_vcpu" {
    condition = vcpu != 8 || (memory >= 16 && memory <= 60 && floor(memory / 4) * 4 == memory)
    message   = "at 8 vCPU the memory is 16 to 60 GB in steps of 4 GB"
  }
  check "memory_at_16_vcpu" {
    condition = vcpu != 16 || (memory >= 32 && memory <= 120 && floor(memory / 8) * 8 == memory)
    message   = "at 16 vCPU the memory is 32 to 120 GB in steps of 8 GB"
  }

  meter "vcpu" {
    title      = "vCPU"
    usage_type = "Fargate-vCPU-Hours:perCPU"
    operation  = "FargatePod"
    unit       = "hours"
    hourly     = pods * vcpu
    off_hours  = "stops"
  }
  meter "memory" {
    title      = "memory"
    usage_type = "Fargate-GB-Hours"
    operation  = "FargatePod"
    unit       = "hours"
    hourly     = pods * memory
    off_hours  = "stops"
  }
  meter "ephemeral_storage" {
    title      = "ephemeral storage above 20 GB"
    when       = ephemeral_storage > 20
    usage_type = "Fargate-EphemeralStorage-GB-Hours"
    operation  = "FargatePod"
    unit       = "GB-hours"
    hourly     = pods * (ephemeral_storage - 20)
    off_hours  = "stops"
  }

  example "two pods of 0.5 vCPU and 1 GB" {
    region = "ap-northeast-1"
    cost   = "44.9826"          # 2 × 0.5 × 730 × 0.05056 = 36.9088; 2 × 1 × 730 × 0.00553 = 8.0738
    source = "AWS price list, AmazonEKS, ap-northeast-1, 2025-10-28"
    inputs {
      vcpu   = 0.5
      memory = "1 GB"
      pods   = 2
    }
  }
  example "four pods of 1 vCPU and 3 GB" {
    region = "ap-northeast-1"
    cost   = "196.078"          # 4 × 730 × 0.05056 = 147.6352; 4 × 3 × 730 × 0.00553 = 48.4428
    source = "AWS price list, AmazonEKS, ap-northeast-1, 2025-10-28"
    inputs {
      vcpu   = 1
      memory = "3 GB"
      pods   = 4
    }
  }
}
