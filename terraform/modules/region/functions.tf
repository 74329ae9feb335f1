# One function for each entry of the manifest. Its role is in access.tf, what runs it in triggers.tf and the files of each kind.
resource "aws_lambda_function" "this" {
  for_each = var.settings.functions

  function_name = "${local.name}-${each.key}"
  description   = each.value.does
  role          = aws_iam_role.function[each.key].arn

  s3_bucket        = aws_s3_object.function[each.key].bucket
  s3_key           = aws_s3_object.function[each.key].key
  source_code_hash = local.code[each.key]
  handler          = "handler.handler"
  runtime          = var.settings.lambda_runtime
  architectures    = ["arm64"]
  memory_size      = each.value.memoryMb
  timeout          = each.value.timeoutSeconds

  reserved_concurrent_executions = var.settings.reserve_concurrency ? local.lanes[each.value.lane].concurrency : -1

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
    log_group        = aws_cloudwatch_log_group.function[each.key].name
    system_log_level = contains(local.all_the_time, each.key) ? "WARN" : "INFO"
  }

  tracing_config {
    mode = contains(local.all_the_time, each.key) ? "PassThrough" : "Active"
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.own_variables, aws_iam_role_policy.network]
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = var.settings.functions

  name              = "/aws/lambda/${local.name}-${each.key}"
  retention_in_days = 30
}

# Twice more, within an hour: then it is put aside. A page does not wait for it, the sweeper is a minute away (D3).
resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = local.asynchronous

  function_name                = aws_lambda_function.this[each.key].function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed_events.arn
    }
  }
}
