# Something was not done; nothing was done for a quarter of an hour; an event was lost.

locals {
  alarms = {
    errors = {
      about     = "A tick did not do everything. What was saved is kept; the log says why."
      namespace = "AWS/Lambda", metric = "Errors", dimensions = { FunctionName = var.name }
      compare   = "GreaterThanThreshold", threshold = 0, missing = "notBreaching"
    }
    silent = {
      about     = "No tick ran for a quarter of an hour: nothing goes off, and nothing comes back."
      namespace = "AWS/Lambda", metric = "Invocations", dimensions = { FunctionName = var.name }
      compare   = "LessThanThreshold", threshold = 1, missing = "breaching"
    }
    lost = {
      about      = "An event could not be delivered."
      namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible"
      dimensions = { QueueName = aws_sqs_queue.lost.name }
      compare    = "GreaterThanThreshold", threshold = 0, missing = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "alarm" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.about
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.key == "lost" ? "Maximum" : "Sum"
  period              = 900
  evaluation_periods  = 1
  comparison_operator = each.value.compare
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = compact([var.topic])
  ok_actions          = compact([var.topic])
  tags                = var.tags
}
