# Container Insights bills what it sends: standard mode as custom metrics, on the
# same ladder as one's own, for the hours in which tasks or pods run; enhanced
# observability by its own metric price (ECS) or by the observation (EKS). The
# trap: the count grows with names, so thirty services and their task families
# are hundreds of metrics, and the performance logs are ingestion (aws.log_group).

kind "aws.container_insights" {
  title    = "Container Insights"
  title_ja = "Container Insights"
  aliases  = ["CloudWatch Container Insights"]
  service  = "AmazonCloudWatch"
  note     = "EKS, standard mode: AWS counts 24 metrics for a cluster, 8 for a node, 9 for a pod name and 6 for a service. For ECS state the metrics."

  input "platform" {
    type   = text
    role   = "size"
    one_of = ["ecs", "eks"]
    about  = "Where the containers run"
  }
  input "enhanced" {
    type    = switch
    role    = "size"
    default = false
    about   = "Whether enhanced observability is on: then the prices are others"
  }
  input "metrics" {
    type      = number
    unit      = "metrics"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "Metrics that it sends while containers run; given, it wins over the counts below"
  }
  input "nodes" {
    type      = number
    unit      = "nodes"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "EKS: nodes of the cluster"
  }
  input "pod_names" {
    type      = number
    unit      = "pods"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "EKS: different pod names; replicas of one workload have one"
  }
  input "services" {
    type      = number
    unit      = "services"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "EKS: Kubernetes services"
  }
  input "observations" {
    type  = number
    unit  = "observations"
    role  = "usage"
    min   = 0
    about = "EKS with enhanced observability: observations in a month"
  }

  meter "metrics" {
    title      = "metrics"
    when       = platform == "ecs" && !enhanced
    usage_type = "CW:MetricMonitorUsage"
    operation  = "MetricStorage"
    unit       = "metrics"
    hourly     = metrics
    averaged   = true
    off_hours  = "stops"
  }
  meter "metrics_eks" {
    title      = "metrics"
    when       = platform == "eks" && !enhanced
    usage_type = "CW:MetricMonitorUsage"
    operation  = "MetricStorage"
    unit       = "metrics"
    hourly     = known(metrics) ? metrics : ((known(nodes) && known(pod_names) && known(services)) ? 24 + 8 * nodes + 9 * pod_names + 6 * services : metrics)
    averaged   = true
    off_hours  = "stops"
  }
  meter "metrics_enhanced" {
    title      = "metrics, enhanced observability"
    when       = platform == "ecs" && enhanced
    usage_type = "CW:MetricsUsage"
    unit       = "metrics"
    hourly     = metrics
    averaged   = true
    off_hours  = "stops"
  }
  meter "observations" {
    title      = "observations, enhanced observability"
    when       = platform == "eks" && enhanced
    usage_type = "CW:ObservationUsage"
    unit       = "observations"
    monthly    = observations
  }

  # Terraform does not say how many metrics the tasks of a cluster send.
  terraform "aws_ecs_cluster" {
    when = length([for setting in coalesce(try(self.setting, null), []) : setting if setting.name == "containerInsights" && contains(["enabled", "enhanced"], setting.value)]) > 0
    inputs {
      platform = "ecs"
      enhanced = length([for setting in self.setting : setting if setting.name == "containerInsights" && setting.value == "enhanced"]) > 0
    }
  }

  example "sixty metrics of an ECS cluster" {
    region = "ap-northeast-1"
    cost   = "18.00"            # 60 × 0.30
    source = "AWS price list, AmazonCloudWatch, ap-northeast-1, 2025-09-23"
    inputs {
      platform = "ecs"
      metrics  = 60
    }
  }
  example "an EKS cluster with ten nodes, twenty pod names and five services" {
    region = "us-east-1"
    cost   = "94.20"            # 24 + 8 × 10 + 9 × 20 + 6 × 5 = 314 metrics × 0.30
    source = "AWS CloudWatch pricing page, Container Insights for EKS, counts as quoted 2020-04; AWS price list, AmazonCloudWatch, us-east-1, 2025-09-23"
    inputs {
      platform  = "eks"
      nodes     = 10
      pod_names = 20
      services  = 5
    }
  }
}
