# `kanjo offhours run` as a function, every five minutes. Two of them at once are
# safe: a record is written only if nobody else has written since it was read.

data "aws_partition" "here" {}
data "aws_region" "here" {}

locals {
  fans_out = length(var.accounts) > 0
  regions  = length(var.regions) > 0 ? var.regions : [data.aws_region.here.name]
  notify = compact([
    var.slack_parameter == "" ? "" : "slack:ssm:${var.slack_parameter}",
    var.topic,
  ])
}

resource "aws_lambda_function" "tick" {
  function_name    = var.name
  description      = "Switches off what should be off, and brings it back"
  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)
  runtime          = "provided.al2023"
  architectures    = [var.architecture]
  handler          = "bootstrap"
  role             = aws_iam_role.tick.arn
  memory_size      = var.memory
  # An express run of Step Functions ends at five minutes, whatever runs in it: an
  # invocation ends before that, and says so. By itself it has as long as two ticks.
  timeout          = local.fans_out ? 285 : 600
  tags             = var.tags

  environment {
    variables = {
      KANJO_STATE    = "dynamodb://${aws_dynamodb_table.state.name}"
      KANJO_POLICIES = "s3://${aws_s3_bucket.policies.bucket}/policies/"
      KANJO_REGIONS  = join(",", local.regions)
      KANJO_ROLES    = local.fans_out ? "arn:${data.aws_partition.here.partition}:iam::{account}:role/${var.member_role}" : ""
      KANJO_ATLAS    = var.atlas_parameter == "" ? "" : "ssm:${var.atlas_parameter}"
      KANJO_NOTIFY   = join(",", local.notify)
      KANJO_LANG     = var.lang
    }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.lost.arn
  }

  depends_on = [aws_cloudwatch_log_group.tick, aws_iam_role_policy.own]
}

# The next tick comes anyway, and looks first.
resource "aws_lambda_function_event_invoke_config" "tick" {
  function_name                = aws_lambda_function.tick.function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 240
}

resource "aws_cloudwatch_log_group" "tick" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_days
  tags              = var.tags
}

resource "aws_scheduler_schedule" "tick" {
  name                = var.name
  schedule_expression = var.every

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.fans_out ? aws_sfn_state_machine.fan_out[0].arn : aws_lambda_function.tick.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = "{}"

    retry_policy {
      maximum_event_age_in_seconds = 240
      maximum_retry_attempts       = 2
    }

    dead_letter_config {
      arn = aws_sqs_queue.lost.arn
    }
  }
}

resource "aws_sqs_queue" "lost" {
  name                      = "${var.name}-lost"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

resource "aws_dynamodb_table" "state" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  range_key                   = "part"
  deletion_protection_enabled = var.keep_state
  tags                        = var.tags

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "part"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_s3_bucket" "policies" {
  bucket_prefix = "${var.name}-"
  tags          = var.tags
}

resource "aws_s3_bucket_versioning" "policies" {
  bucket = aws_s3_bucket.policies.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "policies" {
  bucket                  = aws_s3_bucket.policies.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_object" "policy" {
  for_each = fileset(var.policies, "**")

  bucket      = aws_s3_bucket.policies.id
  key         = "policies/${each.value}"
  source      = "${var.policies}/${each.value}"
  source_hash = filemd5("${var.policies}/${each.value}")
}
