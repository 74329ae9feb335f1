# Both regions sweep: what one does not do, the other does.
resource "aws_scheduler_schedule_group" "this" {
  name = local.name
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name                = "${local.name}-${each.key}"
  group_name          = aws_scheduler_schedule_group.this.name
  schedule_expression = each.value.everySeconds == 60 ? "rate(1 minute)" : "rate(${each.value.everySeconds / 60} minutes)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.function_arns[each.key]
    role_arn = aws_iam_role.scheduler.arn

    # The form of a scheduled event, as the laptop sends it.
    input = jsonencode({
      version       = "0"
      id            = "<aws.scheduler.execution-id>"
      "detail-type" = "Scheduled Event"
      source        = "aws.events"
      account       = local.account_id
      time          = "<aws.scheduler.scheduled-time>"
      region        = var.region
      resources     = ["<aws.scheduler.schedule-arn>"]
      detail        = {}
    })

    # The next turn is better than an old one.
    retry_policy {
      maximum_event_age_in_seconds = 60
      maximum_retry_attempts       = 1
    }
  }

  depends_on = [aws_lambda_function.this, aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  name = "${local.name}-${var.region}-scheduler"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "access"
  role = aws_iam_role.scheduler.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Run"
      Effect   = "Allow"
      Action   = ["lambda:InvokeFunction"]
      Resource = [for name in keys(local.schedules) : local.function_arns[name]]
    }]
  })
}
