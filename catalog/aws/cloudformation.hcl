# CloudFormation costs nothing for resources of AWS. Handlers of third-party
# resource types are billed by the operation and by the seconds above 30. The
# trap: hooks count as operations.

kind "aws.cloudformation" {
  title    = "CloudFormation stack"
  title_ja = "CloudFormation スタック"
  aliases  = ["CloudFormation", "Stack"]
  service  = "AWSCloudFormation"
  live     = ["cloudformation:stack"]

  input "third_party" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the stack has resources of third-party types"
  }
  input "operations" {
    type  = number
    unit  = "operations"
    role  = "usage"
    min   = 0
    about = "Handler operations in a month"
  }
  input "seconds" {
    type  = number
    unit  = "seconds"
    role  = "usage"
    min   = 0
    about = "Seconds of handlers above 30 in a month"
  }

  meter "operations" {
    title      = "handler operations"
    when       = third_party
    usage_type = "Resource-Invocation-Count"
    unit       = "operations"
    monthly    = operations
  }
  meter "seconds" {
    title      = "seconds above 30"
    when       = third_party
    usage_type = "Resource-Processing-Time"
    unit       = "seconds"
    monthly    = seconds
  }

  terraform "aws_cloudformation_stack" {
    inputs {
      third_party = try(replace(replace(self.template_body, "\"Type\": \"AWS::", ""), "::", "") != replace(self.template_body, "\"Type\": \"AWS::", ""), true) || usage.monthly_handler_operations != null
      operations  = usage.monthly_handler_operations
      seconds     = usage.monthly_duration_secs
    }
  }
  terraform "aws_cloudformation_stack_set" {
    inputs {
      third_party = try(replace(replace(self.template_body, "\"Type\": \"AWS::", ""), "::", "") != replace(self.template_body, "\"Type\": \"AWS::", ""), true) || usage.monthly_handler_operations != null
      operations  = usage.monthly_handler_operations
      seconds     = usage.monthly_duration_secs
    }
  }

  example "a thousand operations" {
    region = "us-east-1"
    cost   = "0.90"              # 1,000 × 0.0009
    source = "AWS CloudFormation pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      third_party = true
      operations  = 1000
    }
  }
}
