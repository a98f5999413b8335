# AWS bills a Fargate task by the second for the vCPU and the memory of the
# task, not of its containers, in separate usage types for x86, ARM, Windows and
# Spot. The trap: two services of two tasks are four tasks, Virginia's prices are
# 20 % below Tokyo's, and a public address costs 3.65 a month per task.

kind "aws.fargate" {
  title    = "Fargate service"
  title_ja = "Fargate サービス"
  aliases  = ["Fargate", "AWS Fargate", "ECS Fargate", "ECS"]
  service  = "AmazonECS"
  live     = ["ecs:service"]
  note     = "Fargate Spot has no list price: its lines are a range, 30 to 50 % of on-demand."

  input "vcpu" {
    type   = number
    unit   = "vCPU"
    role   = "size"
    one_of = [0.25, 0.5, 1, 2, 4, 8, 16]
    about  = "vCPU of one task; sidecars such as a Datadog agent share it"
  }
  input "memory" {
    type  = number
    unit  = "GB"
    role  = "size"
    about = "Memory of one task; sidecars count in it"
  }
  input "tasks" {
    type      = number
    unit      = "tasks"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Tasks that run while the service is on"
  }
  input "architecture" {
    type    = text
    role    = "size"
    default = "x86"
    one_of  = ["x86", "arm64"]
    about   = "Processor of the task; arm64 (Graviton) is 20 % cheaper"
  }
  input "os" {
    type    = text
    role    = "size"
    default = "linux"
    one_of  = ["linux", "windows"]
    about   = "Operating system; windows adds a licence fee per vCPU"
  }
  input "spot" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the tasks run on Fargate Spot, which AWS may stop with two minutes' notice"
  }
  input "ephemeral_storage" {
    type    = number
    unit    = "GB"
    role    = "size"
    default = 20
    min     = 20
    max     = 200
    about   = "Ephemeral storage of one task; the first 20 GB are part of its price"
  }
  input "public_ip" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether each task has a public IPv4 address of its own"
  }

  check "memory_at_0_25_vcpu" {
    condition = vcpu != 0.25 || contains([0.5, 1, 2], memory)
    message   = "at 0.25 vCPU the memory is 0.5, 1 or 2 GB"
  }
  check "memory_at_0_5_vcpu" {
    condition = vcpu != 0.5 || contains([1, 2, 3, 4], memory)
    message   = "at 0.5 vCPU the memory is 1, 2, 3 or 4 GB"
  }
  check "memory_at_1_vcpu" {
    condition = vcpu != 1 || (memory >= 2 && memory <= 8 && floor(memory) == memory)
    message   = "at 1 vCPU the memory is 2 to 8 GB in steps of 1 GB"
  }
  check "memory_at_2_vcpu" {
    condition = vcpu != 2 || (memory >= 4 && memory <= 16 && floor(memory) == memory)
    message   = "at 2 vCPU the memory is 4 to 16 GB in steps of 1 GB"
  }
  check "memory_at_4_vcpu" {
    condition = vcpu != 4 || (memory >= 8 && memory <= 30 && floor(memory) == memory)
    message   = "at 4 vCPU the memory is 8 to 30 GB in steps of 1 GB"
  }
  check "memory_at_8_vcpu" {
    condition = vcpu != 8 || (memory >= 16 && memory <= 60 && floor(memory / 4) * 4 == memory)
    message   = "at 8 vCPU the memory is 16 to 60 GB in steps of 4 GB"
  }
  check "memory_at_16_vcpu" {
    condition = vcpu != 16 || (memory >= 32 && memory <= 120 && floor(memory / 8) * 8 == memory)
    message   = "at 16 vCPU the memory is 32 to 120 GB in steps of 8 GB"
  }
  check "windows_size" {
    condition = os != "windows" || contains([1, 2, 4], vcpu)
    message   = "a Windows task has 1, 2 or 4 vCPU"
  }
  check "windows_architecture" {
    condition = os != "windows" || architecture == "x86"
    message   = "Windows tasks run on x86 only"
  }
  check "windows_spot" {
    condition = os != "windows" || !spot
    message   = "Fargate Spot does not run Windows tasks"
  }

  meter "vcpu" {
    title      = "vCPU"
    when       = os == "linux" && architecture == "x86" && !spot
    usage_type = "Fargate-vCPU-Hours:perCPU"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "memory" {
    title      = "memory"
    when       = os == "linux" && architecture == "x86" && !spot
    usage_type = "Fargate-GB-Hours"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * memory
    off_hours  = "stops"
  }
  meter "vcpu_arm" {
    title      = "vCPU, ARM"
    when       = os == "linux" && architecture == "arm64" && !spot
    usage_type = "Fargate-ARM-vCPU-Hours:perCPU"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "memory_arm" {
    title      = "memory, ARM"
    when       = os == "linux" && architecture == "arm64" && !spot
    usage_type = "Fargate-ARM-GB-Hours"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * memory
    off_hours  = "stops"
  }
  meter "vcpu_windows" {
    title      = "vCPU, Windows"
    when       = os == "windows"
    usage_type = "Fargate-Windows-vCPU-Hours:perCPU"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "memory_windows" {
    title      = "memory, Windows"
    when       = os == "windows"
    usage_type = "Fargate-Windows-GB-Hours"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * memory
    off_hours  = "stops"
  }
  meter "os_windows" {
    title      = "Windows licence"
    when       = os == "windows"
    usage_type = "Fargate-Windows-OS-Hours:perCPU"
    operation  = "FargateTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "vcpu_spot" {
    title      = "vCPU, Spot"
    when       = os == "linux" && architecture == "x86" && spot
    usage_type = "SpotUsage-Fargate-vCPU-Hours:perCPU"
    operation  = "FargateSpotTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "memory_spot" {
    title      = "memory, Spot"
    when       = os == "linux" && architecture == "x86" && spot
    usage_type = "SpotUsage-Fargate-GB-Hours"
    operation  = "FargateSpotTask"
    unit       = "hours"
    hourly     = tasks * memory
    off_hours  = "stops"
  }
  meter "vcpu_arm_spot" {
    title      = "vCPU, ARM, Spot"
    when       = os == "linux" && architecture == "arm64" && spot
    usage_type = "SpotUsage-Fargate-ARM-vCPU-Hours:perCPU"
    operation  = "FargateSpotTask"
    unit       = "hours"
    hourly     = tasks * vcpu
    off_hours  = "stops"
  }
  meter "memory_arm_spot" {
    title      = "memory, ARM, Spot"
    when       = os == "linux" && architecture == "arm64" && spot
    usage_type = "SpotUsage-Fargate-ARM-GB-Hours"
    operation  = "FargateSpotTask"
    unit       = "hours"
    hourly     = tasks * memory
    off_hours  = "stops"
  }
  meter "ephemeral_storage" {
    title      = "ephemeral storage above 20 GB"
    when       = ephemeral_storage > 20
    usage_type = "Fargate-EphemeralStorage-GB-Hours"
    operation  = "FargateTask"
    unit       = "GB-hours"
    hourly     = tasks * (ephemeral_storage - 20)
    off_hours  = "stops"
  }
  meter "ipv4" {
    title      = "public IPv4 addresses"
    when       = public_ip
    service    = "AmazonVPC"
    usage_type = "PublicIPv4:InUseAddress"
    unit       = "hours"
    hourly     = tasks
    off_hours  = "stops"
  }

  # Where the tasks run is said by the service, its task set, or its cluster's default.
  terraform "aws_ecs_service" {
    when = contains(["FARGATE", "FARGATE_SPOT"], coalesce(try(self.capacity_provider_strategy[0].capacity_provider, null), try(referrers("aws_ecs_task_set")[0].capacity_provider_strategy[0].capacity_provider, null), self.launch_type, try(referrers("aws_ecs_task_set")[0].launch_type, null), try(referrers("aws_ecs_cluster_capacity_providers", self.cluster)[0].default_capacity_provider_strategy[0].capacity_provider, null), "EC2"))
    inputs {
      vcpu              = replace(replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").cpu), " ", ""), "vcpu", "") != replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").cpu), " ", "") ? replace(replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").cpu), " ", ""), "vcpu", "") * 1 : replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").cpu), " ", "") / 1024
      memory            = replace(replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").memory), " ", ""), "gb", "") != replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").memory), " ", "") ? replace(replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").memory), " ", ""), "gb", "") * 1 : replace(lower(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").memory), " ", "") / 1024
      tasks             = over_time(at_least(coalesce(self.desired_count, try(referrers("aws_appautoscaling_target")[0].min_capacity, null)), try(referrers("aws_appautoscaling_target")[0].min_capacity, null)), [for action in concat(referrers("aws_appautoscaling_scheduled_action"), referrers("aws_appautoscaling_scheduled_action", referrers("aws_appautoscaling_target"))) : { cron = action.schedule, zone = try(action.timezone, null), min = try(action.scalable_target_action[0].min_capacity, null), max = try(action.scalable_target_action[0].max_capacity, null) }])
      architecture      = coalesce(try(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").runtime_platform[0].cpu_architecture, null), "X86_64") == "ARM64" ? "arm64" : "x86"
      os                = contains(["LINUX", ""], coalesce(try(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").runtime_platform[0].operating_system_family, null), "LINUX")) ? "linux" : "windows"
      spot              = coalesce(try(self.capacity_provider_strategy[0].capacity_provider, null), try(referrers("aws_ecs_task_set")[0].capacity_provider_strategy[0].capacity_provider, null), self.launch_type, try(referrers("aws_ecs_task_set")[0].launch_type, null), try(referrers("aws_ecs_cluster_capacity_providers", self.cluster)[0].default_capacity_provider_strategy[0].capacity_provider, null), "EC2") == "FARGATE_SPOT"
      ephemeral_storage = coalesce(try(target(try(referrers("aws_ecs_task_set")[0].task_definition, self.task_definition), "aws_ecs_task_definition").ephemeral_storage[0].size_in_gib, null), 20)
      public_ip         = coalesce(try(self.network_configuration[0].assign_public_ip, null), false)
    }
  }
  terraform "aws_ecs_service" {
    free = "tasks on instances cost what the instances cost"
  }

  example "a service of two tasks" {
    region = "ap-northeast-1"
    cost   = "44.9826"          # 2 × 0.5 × 730 × 0.05056 = 36.9088; 2 × 1 × 730 × 0.00553 = 8.0738
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-24"
    inputs {
      vcpu   = 0.5
      memory = "1 GB"
      tasks  = 2
    }
  }
  example "four larger tasks" {
    region = "ap-northeast-1"
    cost   = "212.2256"         # 4 × 1 × 730 × 0.05056 = 147.6352; 4 × 4 × 730 × 0.00553 = 64.5904
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-24"
    inputs {
      vcpu   = 1
      memory = "4 GB"
      tasks  = 4
    }
  }
  example "two tasks on ARM" {
    region = "ap-northeast-1"
    cost   = "35.9817"          # 2 × 0.5 × 730 × 0.04045 = 29.5285; 2 × 1 × 730 × 0.00442 = 6.4532
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-24"
    inputs {
      vcpu         = 0.5
      memory       = "1 GB"
      tasks        = 2
      architecture = "arm64"
    }
  }
  example "one Windows task" {
    region = "ap-northeast-1"
    cost   = "85.30999"         # 730 × 0.058144 = 42.44512; 2 × 730 × 0.0063595 = 9.28487; 730 × 0.046 = 33.58
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-25"
    inputs {
      vcpu   = 1
      memory = "2 GB"
      tasks  = 1
      os     = "windows"
    }
  }
  example "two tasks on Spot" {
    region = "ap-northeast-1"
    cost   = "17.99304"         # 40 % of 44.9826, the middle of the range 13.49478 to 22.4913
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-24, less the middle of the discount AWS states"
    inputs {
      vcpu   = 0.5
      memory = "1 GB"
      tasks  = 2
      spot   = true
    }
  }
  example "two tasks on ARM Spot" {
    region = "ap-northeast-1"
    cost   = "14.39268"         # 40 % of 35.9817, the middle of the range 10.79451 to 17.99085
    source = "AWS price list, AmazonECS, ap-northeast-1, 2026-09-24, less the middle of the discount AWS states"
    inputs {
      vcpu         = 0.5
      memory       = "1 GB"
      tasks        = 2
      architecture = "arm64"
      spot         = true
    }
  }
  example "a public task with 50 GB of ephemeral storage" {
    region = "ap-northeast-1"
    cost   = "17.80835"         # 0.25 × 730 × 0.05056 = 9.2272; 0.5 × 730 × 0.00553 = 2.01845; 30 × 730 × 0.000133 = 2.9127; 730 × 0.005 = 3.65
    source = "AWS price list, AmazonECS and AmazonVPC, ap-northeast-1, 2026-09-25"
    inputs {
      vcpu              = 0.25
      memory            = "0.5 GB"
      tasks             = 1
      ephemeral_storage = "50 GB"
      public_ip         = true
    }
  }
}
