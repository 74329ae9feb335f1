# Everything that does not page hangs off this bus (D2).
resource "aws_cloudwatch_event_bus" "this" {
  name = local.name
}

# What was published can be published again (docs/runbook.md).
resource "aws_cloudwatch_event_archive" "this" {
  name             = local.name
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = 30
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.event_rules

  name           = "${local.name}-${each.key}"
  description    = var.settings.functions[each.key].does
  event_bus_name = aws_cloudwatch_event_bus.this.name
  event_pattern = jsonencode({
    source        = ["pd-lite"]
    "detail-type" = each.value.detailTypes
  })
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.event_rules

  rule           = "${local.name}-${each.key}"
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = local.function_arns[each.key]

  dead_letter_config {
    arn = aws_sqs_queue.failed_events.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 20
  }

  depends_on = [aws_cloudwatch_event_rule.this, aws_lambda_function.this]
}

resource "aws_lambda_permission" "event" {
  for_each = local.event_rules

  statement_id  = "bus"
  action        = "lambda:InvokeFunction"
  function_name = "${local.name}-${each.key}"
  principal     = "events.amazonaws.com"
  source_arn    = local.rule_arns[each.key]

  depends_on = [aws_lambda_function.this]
}
