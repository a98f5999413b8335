environment = "production"
services = {
  web = { tasks = 2 }
  api = { tasks = 2 }
}
database = { instances = 2 }
alarms = [
  "ECS-CPUUtilization", "ECS-MemoryUtilization", "RDS-CPUUtilization", "RDS-DatabaseConnections",
  "RDS-FreeableMemory", "RDS-ServerlessDatabaseCapacity", "ApplicationELB-HTTPCode_ELB_5XX_Count",
  "ApplicationELB-TargetResponseTime", "NATGateway-ErrorPortAllocation", "WAFV2-BlockedRequests",
]
