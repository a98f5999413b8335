# AWS Config bills each configuration item that a recorder writes and each
# evaluation of a rule, in tiers over a region. The trap: resources that change
# all day, such as network interfaces of tasks, are recorded at each change.

kind "aws.config" {
  title    = "AWS Config"
  title_ja = "AWS Config"
  aliases  = ["Config", "AWS Config", "Config rule"]
  service  = "AWSConfig"
  live     = ["config:config-rule"]

  input "records" {
    type    = text
    role    = "size"
    default = "evaluations"
    one_of  = ["items", "evaluations"]
    about   = "What is counted here: items of a recorder or evaluations of rules"
  }
  input "items" {
    type  = number
    unit  = "items"
    role  = "usage"
    min   = 0
    about = "Configuration items recorded in a month"
  }
  input "custom_items" {
    type  = number
    unit  = "items"
    role  = "usage"
    min   = 0
    about = "Configuration items of custom resources in a month"
  }
  input "evaluations" {
    type  = number
    unit  = "evaluations"
    role  = "usage"
    min   = 0
    about = "Rule evaluations in a month"
  }

  meter "items" {
    title      = "configuration items"
    when       = records == "items"
    usage_type = "ConfigurationItemRecorded"
    unit       = "items"
    monthly    = items
  }
  meter "custom_items" {
    title      = "configuration items of custom resources"
    when       = records == "items"
    usage_type = "CustomConfigItemRecorded"
    unit       = "items"
    monthly    = custom_items
  }
  meter "evaluations" {
    title      = "rule evaluations"
    when       = records == "evaluations"
    usage_type = "ConfigRuleEvaluations"
    unit       = "evaluations"
    monthly    = evaluations
  }

  terraform "aws_config_config_rule" {
    inputs {
      evaluations = usage.monthly_rule_evaluations
    }
  }
  terraform "aws_config_organization_managed_rule" {
    inputs {
      evaluations = usage.monthly_rule_evaluations
    }
  }
  terraform "aws_config_organization_custom_rule" {
    inputs {
      evaluations = usage.monthly_rule_evaluations
    }
  }
  terraform "aws_config_configuration_recorder" {
    inputs {
      records      = "items"
      items        = usage.monthly_config_items
      custom_items = usage.monthly_custom_config_items
    }
  }

  example "600,000 evaluations" {
    region = "us-east-1"
    cost   = "470.00"            # 100,000 × 0.001 = 100.00; 400,000 × 0.0008 = 320.00; 100,000 × 0.0005 = 50.00
    source = "AWS Config pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs { evaluations = 600000 }
  }
  example "ten thousand items" {
    region = "us-east-1"
    cost   = "33.00"             # 10,000 × 0.003 = 30.00; 1,000 × 0.003 = 3.00
    source = "AWS Config pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      records      = "items"
      items        = 10000
      custom_items = 1000
    }
  }
}
