output "function" {
  value = aws_lambda_function.tick.arn
}

output "role" {
  description = "The role that the roles in other accounts trust"
  value       = aws_iam_role.tick.arn
}

output "state" {
  description = "For kanjo offhours status --state"
  value       = "dynamodb://${aws_dynamodb_table.state.name}"
}

output "policies" {
  value = "s3://${aws_s3_bucket.policies.bucket}/policies/"
}
