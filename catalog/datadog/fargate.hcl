# Datadog bills Fargate by the task: tasks seen in each five minutes, averaged
# over the month, whatever runs inside a task. The trap: tasks are not hosts (four
# tasks cost 4, not 30), APM needs the infrastructure price as well, and because
# tasks are averaged a schedule does cut this bill.

kind "datadog.fargate" {
  title    = "Datadog Fargate tasks"
  title_ja = "Datadog Fargate タスク"
  aliases  = ["Datadog Fargate", "Datadog", "Datadog APM Fargate"]
  service  = "Datadog"
  region   = "global"
  note     = "US1 list prices; Datadog's price page has one list per site and that of AP1 was not found."

  input "tasks" {
    type      = number
    unit      = "tasks"
    role      = "size"
    min       = 0
    over_time = true
    about     = "Fargate tasks with the agent while they are on; containers inside do not matter"
  }
  input "apm" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether the tasks send traces"
  }
  input "term" {
    type    = text
    role    = "size"
    default = "annual"
    one_of  = ["annual", "monthly", "on-demand"]
    about   = "Commitment by the year, by the month, or none"
  }

  # The price is per task and month, and tasks are averaged over it.
  meter "tasks" {
    title      = "Fargate tasks"
    usage_type = "fargate-task"
    operation  = "${term}"
    unit       = "tasks"
    hourly     = tasks
    averaged   = true
    off_hours  = "stops"
  }
  meter "apm" {
    title      = "Fargate tasks with APM"
    when       = apm
    usage_type = "fargate-apm-task"
    operation  = "${term}"
    unit       = "tasks"
    hourly     = tasks
    averaged   = true
    off_hours  = "stops"
  }

  example "four tasks by the year" {
    region = "global"
    cost   = "4.00"             # 4 × 1.00
    source = "datadoghq.com/pricing/list, US1, 2025-12"
    inputs { tasks = 4 }
  }
  example "four tasks with APM by the year" {
    region = "global"
    cost   = "12.00"            # 4 × 1.00 + 4 × 2.00
    source = "datadoghq.com/pricing/list, US1, 2025-12; Datadog docs, APM billing"
    inputs {
      tasks = 4
      apm   = true
    }
  }
  example "four tasks with APM by the month" {
    region = "global"
    cost   = "14.40"            # 4 × 1.20 + 4 × 2.40
    source = "datadoghq.com/pricing/list, US1, 2025-12"
    inputs {
      tasks = 4
      apm   = true
      term  = "monthly"
    }
  }
  example "four tasks on demand" {
    region = "global"
    cost   = "5.60"             # 4 × 1.40
    source = "datadoghq.com/pricing/list, US1, 2025-12"
    inputs {
      tasks = 4
      term  = "on-demand"
    }
  }
}
