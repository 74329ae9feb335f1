# Each queue has one for what was received five times and never dealt with.
resource "aws_sqs_queue" "this" {
  for_each = local.queues

  name                       = "${local.name}-${each.key}"
  sqs_managed_sse_enabled    = true
  message_retention_seconds  = 1209600 # 14 days: a person has time to see it.
  visibility_timeout_seconds = try(max(30, var.settings.functions[local.consumers[each.key].function].timeoutSeconds), 120)

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "dead" {
  for_each = local.queues

  name                      = "${local.name}-${each.key}-dead"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  for_each = local.queues

  queue_url = aws_sqs_queue.dead[each.key].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this[each.key].arn]
  })
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = local.consumers

  event_source_arn        = aws_sqs_queue.this[each.key].arn
  function_name           = "${local.name}-${each.value.function}"
  batch_size              = each.value.batchSize
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = local.batches_at_once
  }

  depends_on = [aws_lambda_function.this]
}

# Events and schedules whose function failed for good.
resource "aws_sqs_queue" "failed_events" {
  name                      = "${local.name}-failed-events"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue_policy" "failed_events" {
  queue_url = aws_sqs_queue.failed_events.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsThatReachedNobody"
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = { Service = "events.amazonaws.com" }
      Resource  = local.failed_arn
      Condition = { ArnEquals = { "aws:SourceArn" = concat(values(local.rule_arns), ["arn:aws:events:${var.region}:${local.account_id}:rule/${local.name}/${local.name}-audit"]) } }
    }]
  })
}
