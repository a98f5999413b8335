# With accounts: one invocation for each account and region. The list is an object
# in the bucket, because thousands of items are more than a state may hold.

resource "aws_s3_object" "items" {
  count  = local.fans_out ? 1 : 0
  bucket = aws_s3_bucket.policies.id
  key    = "fan-out/items.json"
  content = jsonencode(concat(
    [for pair in setproduct(var.accounts, local.regions) : { accounts = [pair[0]], regions = [pair[1]] }],
    [for project in var.atlas_projects : { accounts = [project], regions = [] }],
  ))
}

resource "aws_sfn_state_machine" "fan_out" {
  count    = local.fans_out ? 1 : 0
  name     = var.name
  role_arn = aws_iam_role.fan_out[0].arn
  tags     = var.tags
  definition = jsonencode({
    Comment = "One tick for each account and region; one that fails stops no other"
    StartAt = "Each"
    States = {
      Each = {
        Type                       = "Map"
        End                        = true
        MaxConcurrency             = var.at_once
        ToleratedFailurePercentage = 100
        ItemReader = {
          Resource     = "arn:${data.aws_partition.here.partition}:states:::s3:getObject"
          ReaderConfig = { InputType = "JSON" }
          Parameters   = { Bucket = aws_s3_bucket.policies.id, Key = "fan-out/items.json" }
        }
        ItemProcessor = {
          ProcessorConfig = { Mode = "DISTRIBUTED", ExecutionType = "EXPRESS" }
          StartAt         = "Tick"
          States = {
            Tick = {
              Type       = "Task"
              End        = true
              Resource   = "arn:${data.aws_partition.here.partition}:states:::lambda:invoke"
              Parameters = { FunctionName = aws_lambda_function.tick.arn, "Payload.$" = "$" }
              OutputPath = "$.StatusCode"
              Retry = [{
                ErrorEquals     = ["Lambda.TooManyRequestsException", "Lambda.ServiceException"]
                IntervalSeconds = 2
                MaxAttempts     = 3
                BackoffRate     = 2
              }]
            }
          }
        }
      }
    }
  })
}

resource "aws_iam_role" "fan_out" {
  count = local.fans_out ? 1 : 0
  name  = "${var.name}-fan-out"
  tags  = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "states.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "fan_out" {
  count = local.fans_out ? 1 : 0
  name  = "map"
  role  = aws_iam_role.fan_out[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "lambda:InvokeFunction", Resource = aws_lambda_function.tick.arn },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.policies.arn}/fan-out/*" },
      # A distributed map starts executions of its own machine, and watches them.
      { Effect = "Allow", Action = "states:StartExecution", Resource = "arn:${data.aws_partition.here.partition}:states:*:*:stateMachine:${var.name}" },
      { Effect = "Allow", Action = ["states:DescribeExecution", "states:StopExecution"], Resource = "arn:${data.aws_partition.here.partition}:states:*:*:execution:${var.name}:*" },
    ]
  })
}
