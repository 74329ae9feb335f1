# The definitions are those that the laptop runs: only the functions' ARNs are filled in.
resource "aws_sfn_state_machine" "this" {
  for_each = var.settings.state_machines

  name       = "${local.name}-${each.key}"
  role_arn   = aws_iam_role.state_machine[each.key].arn
  definition = templatefile(each.value, local.function_arns)

  # Without execution data: the log would have what people wrote.
  logging_configuration {
    level                  = "ERROR"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine[each.key].arn}:*"
  }

  tracing_configuration {
    enabled = true
  }

  # An execution holds ids and deadlines. A key of ours would be one more thing that a page has to wait for (ADR 0018).
  encryption_configuration {
    type = "AWS_OWNED_KEY"
  }

  depends_on = [aws_lambda_function.this, aws_iam_role_policy.state_machine]
}

resource "aws_cloudwatch_log_group" "state_machine" {
  for_each = var.settings.state_machines

  name              = "/aws/vendedlogs/states/${local.name}-${each.key}"
  retention_in_days = 30
}

resource "aws_iam_role" "state_machine" {
  for_each = var.settings.state_machines

  name = "${local.name}-${var.region}-states-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "states.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "state_machine" {
  for_each = var.settings.state_machines

  name = "access"
  role = aws_iam_role.state_machine[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Tasks"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [for function in local.tasks[each.key] : local.function_arns[function]]
      },
      {
        # Step Functions delivers its log by way of CloudWatch's log deliveries, which have no resource to name (AWS's own
        # documentation: "Resource": "*"). A trace has none either.
        Sid    = "LogAndTrace"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
          "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
        ]
        Resource = ["*"]
      },
    ]
  })
}
