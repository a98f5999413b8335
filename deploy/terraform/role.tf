# What the function may do. `acts` is what it does to resources, and the only
# changes in it need the tag; `own` is what it needs for itself.

locals {
  acts = templatefile("${path.module}/member/acts.json.tftpl", {
    partition = data.aws_partition.here.partition
    tag_key   = var.tag.key
    tag       = jsonencode(var.tag.values)
  })
  own = templatefile("${path.module}/own.json.tftpl", {
    partition = data.aws_partition.here.partition
    table     = aws_dynamodb_table.state.arn
    bucket    = aws_s3_bucket.policies.arn
    logs      = aws_cloudwatch_log_group.tick.arn
    lost      = aws_sqs_queue.lost.arn
    topic     = var.topic
    parameter = trimprefix(var.slack_parameter, "/")
    atlas     = trimprefix(var.atlas_parameter, "/")
    member    = local.fans_out ? var.member_role : ""
  })
}

resource "aws_iam_role" "tick" {
  name = var.name
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

# With accounts, the roles in them have this, and the function itself does not.
resource "aws_iam_role_policy" "acts" {
  count  = local.fans_out ? 0 : 1
  name   = "acts"
  role   = aws_iam_role.tick.id
  policy = local.acts
}

resource "aws_iam_role_policy" "own" {
  name   = "own"
  role   = aws_iam_role.tick.id
  policy = local.own
}

resource "aws_iam_role" "scheduler" {
  name = "${var.name}-scheduler"
  tags = var.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "start"
  role = aws_iam_role.scheduler.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.fans_out ? {
        Effect   = "Allow"
        Action   = "states:StartExecution"
        Resource = aws_sfn_state_machine.fan_out[0].arn
        } : {
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = aws_lambda_function.tick.arn
      },
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.lost.arn
      },
    ]
  })
}
