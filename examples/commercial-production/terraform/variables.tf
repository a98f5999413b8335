variable "project" {
  type    = string
  default = "bookmark-manager"
}

variable "environment" {
  type = string
}

variable "region" {
  type    = string
  default = "ap-northeast-1"
}

variable "azs" {
  type    = list(string)
  default = ["a", "c"]
}

variable "domain" {
  type    = string
  default = "bookmarks.example"
}

variable "services" {
  type = map(object({
    tasks  = number
    cpu    = optional(number, 512)
    memory = optional(number, 1024)
  }))
}

variable "database" {
  type = object({
    instances = number
    capacity  = optional(object({ min = number, max = number }), { min = 0.5, max = 16 })
  })
}

variable "parameters" {
  type    = number
  default = 12
}

variable "alarms" {
  type    = list(string)
  default = []
}
