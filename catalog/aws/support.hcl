# A paid support plan costs the larger of a minimum and a share of the AWS usage
# of the month, before tax, discounts and credits. The trap: for a small system
# the minimum (29 per account) is more than its storage, logs and DNS together;
# Developer, Business and Enterprise On-Ramp end on 2027-01-01; resellers often
# include support. The minimum is certain and a line of its own; what the share
# adds above it depends on the usage.

kind "aws.support" {
  title    = "AWS Support"
  title_ja = "AWS サポート"
  aliases  = ["Support", "Support plan", "AWS Support plan"]
  service  = "AWSSupport"
  region   = "global"
  note     = "Business Support+ and the older Developer and Business plans are per account: with several accounts the usage is taken as spread evenly over them."

  # The shares of AWS's support plans: r1 up to e1 USD of usage, r2 up to e2, r3
  # up to e3, r4 above. per_account: minimum and edges count per account.
  locals {
    ladder = {
      none                 = { name = "None", minimum = 0, per_account = false, e1 = 1, e2 = 2, e3 = 3, r1 = 0, r2 = 0, r3 = 0, r4 = 0 }
      basic                = { name = "None", minimum = 0, per_account = false, e1 = 1, e2 = 2, e3 = 3, r1 = 0, r2 = 0, r3 = 0, r4 = 0 }
      developer            = { name = "Developer", minimum = 29, per_account = true, e1 = 10000, e2 = 80000, e3 = 250000, r1 = 0.03, r2 = 0.03, r3 = 0.03, r4 = 0.03 }
      business             = { name = "Business", minimum = 100, per_account = true, e1 = 10000, e2 = 80000, e3 = 250000, r1 = 0.10, r2 = 0.07, r3 = 0.05, r4 = 0.03 }
      "enterprise-on-ramp" = { name = "EnterpriseOnRamp", minimum = 5500, per_account = false, e1 = 150000, e2 = 500000, e3 = 1000000, r1 = 0.10, r2 = 0.10, r3 = 0.10, r4 = 0.10 }
      "business-plus"      = { name = "BusinessPlus", minimum = 29, per_account = true, e1 = 10000, e2 = 80000, e3 = 250000, r1 = 0.09, r2 = 0.07, r3 = 0.05, r4 = 0.03 }
      enterprise           = { name = "Enterprise", minimum = 5000, per_account = false, e1 = 150000, e2 = 500000, e3 = 1000000, r1 = 0.10, r2 = 0.07, r3 = 0.05, r4 = 0.03 }
      "unified-operations" = { name = "UnifiedOperations", minimum = 50000, per_account = false, e1 = 1000000, e2 = 5000000, e3 = 5000000, r1 = 0.10, r2 = 0.06, r3 = 0.05, r4 = 0.05 }
    }
  }

  input "plan" {
    type    = text
    role    = "size"
    default = "none"
    one_of  = ["none", "basic", "developer", "business", "enterprise-on-ramp", "business-plus", "enterprise", "unified-operations"]
    about   = "Support plan; none and basic are free"
  }
  input "usage" {
    type  = number
    unit  = "USD"
    role  = "usage"
    min   = 0
    about = "AWS usage of a month in USD over all the accounts, before tax, discounts and credits"
  }
  input "accounts" {
    type    = number
    unit    = "accounts"
    role    = "size"
    default = 1
    min     = 1
    about   = "Accounts with the plan"
  }

  meter "minimum" {
    title      = "minimum"
    when       = plan != "none" && plan != "basic"
    usage_type = "Support-${local.ladder[plan].name}"
    unit       = "USD"
    monthly    = local.ladder[plan].minimum * (local.ladder[plan].per_account ? accounts : 1)
  }
  meter "above_minimum" {
    title      = "share of usage above the minimum"
    when       = plan != "none" && plan != "basic"
    usage_type = "Support-${local.ladder[plan].name}"
    unit       = "USD"
    monthly = max(0, sum([
      local.ladder[plan].r1 * min(usage, local.ladder[plan].e1 * (local.ladder[plan].per_account ? accounts : 1)),
      local.ladder[plan].r2 * max(0, min(usage, local.ladder[plan].e2 * (local.ladder[plan].per_account ? accounts : 1)) - local.ladder[plan].e1 * (local.ladder[plan].per_account ? accounts : 1)),
      local.ladder[plan].r3 * max(0, min(usage, local.ladder[plan].e3 * (local.ladder[plan].per_account ? accounts : 1)) - local.ladder[plan].e2 * (local.ladder[plan].per_account ? accounts : 1)),
      local.ladder[plan].r4 * max(0, usage - local.ladder[plan].e3 * (local.ladder[plan].per_account ? accounts : 1)),
    ]) - local.ladder[plan].minimum * (local.ladder[plan].per_account ? accounts : 1))
  }

  example "no plan" {
    region = "global"
    cost   = "0"
    source = "AWS Support pricing page: Basic Support is included, as read 2026-10-04"
    inputs { plan = "none" }
  }
  example "Business Support+ for a small system" {
    region = "global"
    cost   = "29.00"            # the larger of 29.00 and 302.67 × 9 % = 27.2403
    source = "AWS Support pricing page, as read 2026-10-04"
    inputs {
      plan  = "business-plus"
      usage = "302.67"
    }
  }
  example "Business Support+ on 85,000" {
    region = "global"
    cost   = "6050.00"          # 10,000 × 9 % = 900; 70,000 × 7 % = 4,900; 5,000 × 5 % = 250
    source = "AWS Support pricing page, as read 2026-10-04"
    inputs {
      plan  = "business-plus"
      usage = 85000
    }
  }
  example "Business Support+ in three accounts" {
    region = "global"
    cost   = "2340.00"          # 30,000 (3 × 10,000) × 9 % is 2,700 in all; 26,000 × 9 % = 2,340; the minimum is 3 × 29 = 87
    source = "AWS Support pricing page, as read 2026-10-04"
    inputs {
      plan     = "business-plus"
      usage    = 26000
      accounts = 3
    }
  }
  example "Developer on 2,000" {
    region = "global"
    cost   = "60.00"            # 2,000 × 3 %, AWS's own example
    source = "AWS Support pricing page, Developer pricing example"
    inputs {
      plan  = "developer"
      usage = 2000
    }
  }
  example "Business on 85,000" {
    region = "global"
    cost   = "6150.00"          # 1,000 + 4,900 + 250, AWS's own example
    source = "AWS Support pricing page, Business pricing example"
    inputs {
      plan  = "business"
      usage = 85000
    }
  }
  example "Enterprise On-Ramp on 100,000" {
    region = "global"
    cost   = "10000.00"         # 100,000 × 10 %; the minimum is 5,500
    source = "AWS Support pricing page, Enterprise On-Ramp"
    inputs {
      plan  = "enterprise-on-ramp"
      usage = 100000
    }
  }
  example "Enterprise on 1,200,000" {
    region = "global"
    cost   = "70500.00"         # 15,000 + 24,500 + 25,000 + 6,000, AWS's own example
    source = "AWS Support pricing page, Enterprise pricing example"
    inputs {
      plan  = "enterprise"
      usage = 1200000
    }
  }
  example "Unified Operations on 1,200,000" {
    region = "global"
    cost   = "112000.00"        # 1,000,000 × 10 % = 100,000; 200,000 × 6 % = 12,000
    source = "AWS Support pricing page, as read 2026-10"
    inputs {
      plan  = "unified-operations"
      usage = 1200000
    }
  }
}
