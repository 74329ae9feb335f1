# One function for each entry of the manifest. Its role is in access.tf, what runs it in triggers.tf and the files of each kind.
resource "aws_lambda_function" "this" {
  for_each = local.function_names

  function_name = "${local.name}-${each.key}"
  description   = var.settings.functions[each.key].does
  role          = local.role_arns[each.key]

  s3_bucket        = local.code_bucket
  s3_key           = local.code_keys[each.key]
  source_code_hash = local.code[each.key]
  handler          = "handler.handler"
  runtime          = var.settings.lambda_runtime
  architectures    = ["arm64"]
  memory_size      = var.settings.functions[each.key].memoryMb
  timeout          = var.settings.functions[each.key].timeoutSeconds

  reserved_concurrent_executions = var.settings.reserve_concurrency ? local.lanes[var.settings.functions[each.key].lane].concurrency : -1

  # Only those that hold a secret need our key; the others' variables are names that are no secret.
  kms_key_arn = length(local.secrets_of[each.key]) > 0 ? var.key_arn : null

  environment {
    variables = local.environment[each.key]
  }

  # Only with vpc = true: Lambda reaches everything it needs over TLS and IAM (network.tf).
  dynamic "vpc_config" {
    for_each = aws_security_group.functions[*].id
    content {
      subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
      security_group_ids = [vpc_config.value]
    }
  }

  logging_config {
    log_format       = "JSON"
    log_group        = local.log_groups[each.key]
    system_log_level = contains(local.all_the_time, each.key) ? "WARN" : "INFO"
  }

  tracing_config {
    mode = contains(local.all_the_time, each.key) ? "PassThrough" : "Active"
  }

  depends_on = [
    aws_iam_role_policy.function, aws_iam_role_policy.own_variables, aws_iam_role_policy.network,
    aws_s3_object.function, aws_cloudwatch_log_group.function,
  ]
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.function_names

  name              = local.log_groups[each.key]
  retention_in_days = 30
}

# Twice more, within an hour: then it is put aside. A page does not wait for it, the sweeper is a minute away (D3).
resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = local.asynchronous

  function_name                = "${local.name}-${each.key}"
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_events.arn
    }
  }

  depends_on = [aws_lambda_function.this]
}
