variable "name" {
  description = "What everything is called"
  type        = string
  default     = "kanjo-offhours"
}

variable "zip" {
  description = "The function: what scripts/build-lambda made"
  type        = string
}

variable "architecture" {
  description = "What it was built for: arm64, or x86_64"
  type        = string
  default     = "arm64"
}

variable "policies" {
  description = "A folder with policy files and the calendars that they name"
  type        = string
}

variable "every" {
  description = "How often the function runs"
  type        = string
  default     = "rate(5 minutes)"
}

variable "tag" {
  description = "Only what carries this tag may be changed; the role can do nothing to the rest"
  type        = object({ key = string, values = list(string) })
  default     = { key = "Env", values = ["dev", "qa", "stg", "staging", "test"] }
}

variable "regions" {
  description = "Regions to look at; none: the region of the function"
  type        = list(string)
  default     = []
}

variable "accounts" {
  description = "Accounts beside this one's own: each gets an invocation for each region, by Step Functions"
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for account in var.accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "An account has twelve digits."
  }
}

variable "member_role" {
  description = "The role in each of the accounts, from the module in member/"
  type        = string
  default     = "kanjo-offhours-member"
}

variable "at_once" {
  description = "How many invocations run at once, with accounts"
  type        = number
  default     = 50
}

variable "slack_parameter" {
  description = "The SSM parameter (SecureString) that holds a Slack webhook's address"
  type        = string
  default     = ""
}

variable "atlas_parameter" {
  description = "The SSM parameter (SecureString) that holds {\"client_id\", \"client_secret\"} of MongoDB Atlas"
  type        = string
  default     = ""
}

variable "atlas_projects" {
  description = "With accounts: the projects of Atlas, each of which gets an invocation; without, all are looked at"
  type        = list(string)
  default     = []
}

variable "topic" {
  description = "The ARN of an SNS topic that gets notices, and the alarms"
  type        = string
  default     = ""
}

variable "lang" {
  description = "The language of notices: en or ja"
  type        = string
  default     = "en"
}

variable "memory" {
  description = "MB; it also decides how much processor there is"
  type        = number
  default     = 512
}

variable "log_days" {
  type    = number
  default = 90
}

variable "keep_state" {
  description = "Refuse to delete the table: it knows what switched-off things come back as"
  type        = bool
  default     = true
}

variable "tags" {
  type    = map(string)
  default = {}
}
