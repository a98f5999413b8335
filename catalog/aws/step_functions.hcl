# Step Functions bills a standard workflow by its state transitions and an express
# one by requests and GB-seconds. The trap: a loop of ten states over a thousand
# items is ten thousand transitions, a retry is a transition, and express memory is
# rounded up to 64 MB and time to 100 ms.

kind "aws.step_functions" {
  title    = "Step Functions"
  title_ja = "Step Functions"
  aliases  = ["State machine", "AWS Step Functions", "SFN", "Workflow"]
  service  = "AmazonStates"
  live     = ["states:stateMachine"]

  input "workflow" {
    type    = text
    role    = "size"
    default = "standard"
    one_of  = ["standard", "express"]
    about   = "Type of the workflow"
  }
  input "transitions" {
    type  = number
    unit  = "transitions"
    role  = "usage"
    min   = 0
    about = "Standard: state transitions in a month, retries included"
  }
  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "Express: executions in a month"
  }
  input "duration" {
    type  = number
    unit  = "ms"
    role  = "usage"
    min   = 0
    about = "Express: average time of one execution in milliseconds"
  }
  input "memory" {
    type    = number
    unit    = "MB"
    role    = "size"
    default = 64
    min     = 0
    about   = "Express: memory of one execution, its definition and data; billed in steps of 64 MB"
  }

  meter "transitions" {
    title      = "state transitions"
    when       = workflow == "standard"
    usage_type = "StateTransition"
    unit       = "transitions"
    monthly    = transitions
  }
  meter "requests" {
    title      = "express requests"
    when       = workflow == "express"
    usage_type = "StepFunctions-Request"
    unit       = "requests"
    monthly    = requests
  }
  meter "duration" {
    title      = "express duration"
    when       = workflow == "express"
    usage_type = "StepFunctions-GB-Second"
    unit       = "GB-seconds"
    monthly    = requests * ceil(duration / 100) / 10 * max(1, ceil(memory / 64)) / 16
  }

  terraform "aws_sfn_state_machine" {
    inputs {
      workflow    = lower(coalesce(self.type, "STANDARD"))
      transitions = usage.monthly_transitions
      requests    = usage.monthly_requests
      duration    = usage.workflow_duration_ms
      memory      = usage.memory_mb
    }
  }

  example "a workflow whose use nobody stated" {
    region = "ap-northeast-1"
    cost   = "0"
    source = "AWS Step Functions pricing page, 2026: no fixed charge, only for what runs"
    inputs { workflow = "standard" }
  }
  example "express in three tiers" {
    region = "us-east-1"
    cost   = "653.884"          # 100,000,000 × 0.000001 = 100.00; 100,000,000 GB-s: 3,600,000 × 0.00001667 = 60.012; 14,400,000 × 0.00000833 = 119.952; 82,000,000 × 0.00000456 = 373.92
    source = "AWS Step Functions pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      workflow = "express"
      requests = "100M"
      duration = "500 ms"
      memory   = "2 GB"
    }
  }
}
