# The service levels: a page is handed over within 30 s, chat answered within 1 s, the API's p99 is 200 ms. That of
# suggestions, 5 s, gets its alarm here with the advisers, who have no metric yet.
# Few, and each one a reason to get up. They go out by SNS's own e-mail: not by what they are about.
resource "aws_sns_topic" "alarms" {
  name = "${local.name}-alarms"
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = var.settings.alarm_emails

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

locals {
  triggered_by = { for name, f in var.settings.functions : name => [for t in f.triggers : t.type] }

  # What works on a page behind the API has an alarm of its own. Whatever answers HTTP says 5xx instead of failing, and
  # all the others share one: an alarm costs $0.10 a month (ADR 0018).
  watched_by = { for name, f in var.settings.functions : name =>
    length(setintersection(local.triggered_by[name], ["http", "authorizer"])) > 0 ? "api-fails" :
    f.lane == "paging" ? "${name}-errors" : "any-function-errors"
  }
}

resource "aws_cloudwatch_metric_alarm" "function_errors" {
  for_each = toset([for name, alarm in local.watched_by : name if alarm == "${name}-errors"])

  alarm_name          = "${local.name}-${each.key}-errors"
  alarm_description   = "${var.settings.functions[each.key].does}: it failed. docs/runbook.md says what to look at."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = "${local.name}-${each.key}" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 2
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

locals {
  # Our own metrics, as shared/runtime/metrics.ts writes them.
  own = { service = "pd-lite" }

  alarms = merge(
    {
      any-function-errors = {
        says      = "Functions of this account and region fail", namespace = "AWS/Lambda", metric = "Errors", dimensions = {},
        statistic = "Sum", threshold = 5, period = 300, periods = 3, missing = "notBreaching"
      }
      functions-throttled = {
        says      = "Lambda refuses to run functions: raise the account's concurrency", namespace = "AWS/Lambda", metric = "Throttles", dimensions = {},
        statistic = "Sum", threshold = 0, period = 60, periods = 3, missing = "notBreaching"
      }
      page-is-late = {
        says      = "A page took 30 s from the alert to the provider", namespace = "PDLite", metric = "AcceptToPage", dimensions = local.own,
        statistic = "Maximum", threshold = 30000, period = 60, periods = 1, missing = "notBreaching"
      }
      person-not-reached = {
        says      = "No channel reached somebody who was to be paged", namespace = "PDLite", metric = "PagesUnreached", dimensions = local.own,
        statistic = "Sum", threshold = 0, period = 60, periods = 1, missing = "notBreaching"
      }
      nobody-answered = {
        says      = "An escalation went through all its levels and nobody answered", namespace = "PDLite", metric = "EscalationsExhausted", dimensions = local.own,
        statistic = "Sum", threshold = 0, period = 60, periods = 1, missing = "notBreaching"
      }
      breaker-opened = {
        says      = "A provider of messages or calls is not well, and its breaker is open: pages go by the other way", namespace = "PDLite", metric = "BreakersOpened", dimensions = local.own,
        statistic = "Sum", threshold = 0, period = 60, periods = 1, missing = "notBreaching"
      }
      alerts-spilled = {
        says      = "Alerts wait in a queue, since the table did not take them", namespace = "PDLite", metric = "AlertsSpilled", dimensions = local.own,
        statistic = "Sum", threshold = 0, period = 60, periods = 1, missing = "notBreaching"
      }
      sweep-lags = {
        says      = "The sweeper found something that had waited for two minutes", namespace = "PDLite", metric = "SweepLag", dimensions = local.own,
        statistic = "Maximum", threshold = 120, period = 60, periods = 3, missing = "notBreaching"
      }
      api-is-slow = {
        says      = "The API's 99th percentile is over 200 ms", namespace = "AWS/ApiGateway", metric = "Latency", dimensions = { ApiId = aws_apigatewayv2_api.this.id },
        statistic = "p99", threshold = 200, period = 300, periods = 6, missing = "notBreaching"
      }
      api-fails = {
        says      = "The API answers 5xx: to monitors, to Twilio, to people", namespace = "AWS/ApiGateway", metric = "5xx", dimensions = { ApiId = aws_apigatewayv2_api.this.id },
        statistic = "Sum", threshold = 0, period = 60, periods = 2, missing = "notBreaching"
      }
      chat-is-slow = {
        says      = "Slack waits longer than 1 s for its answer", namespace = "PDLite", metric = "ChatAck", dimensions = {},
        statistic = "p99", threshold = 1000, period = 300, periods = 2, missing = "notBreaching"
      }
      sms-half-spent = {
        says      = "Half of what SNS may spend on text messages this month is spent", namespace = "AWS/SNS", metric = "SMSMonthToDateSpentUSD", dimensions = {},
        statistic = "Maximum", threshold = var.settings.sms_monthly_spend_usd / 2, period = 300, periods = 1, missing = "notBreaching"
      }
      audit-not-kept = {
        says       = "What happened has not reached the audit for an hour: docs/runbook.md, replay", namespace = "AWS/Firehose", metric = "DeliveryToS3.DataFreshness",
        dimensions = { DeliveryStreamName = "${local.name}-audit" }, statistic = "Maximum", threshold = 3600, period = 300, periods = 3, missing = "notBreaching"
      }
      events-failed = {
        says       = "An event or a schedule was given up: it is in ${local.name}-failed-events", namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible",
        dimensions = { QueueName = "${local.name}-failed-events" }, statistic = "Maximum", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
      }
    },
    { for queue in local.queues : "${queue}-dead" => {
      says       = "Messages of ${queue} were given up", namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible",
      dimensions = { QueueName = "${local.name}-${queue}-dead" }, statistic = "Maximum", threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    } },
    { for machine in keys(var.settings.state_machines) : "${machine}-fails" => {
      says       = "Executions of ${machine} fail: the sweeper takes over what they left", namespace = "AWS/States", metric = "ExecutionsFailed",
      dimensions = { StateMachineArn = "${local.state_machine_prefix}${machine}" }, statistic = "Sum", threshold = 0, period = 60, periods = 1, missing = "notBreaching"
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = "${each.value.says}. docs/runbook.md says what to look at."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# The system's own heartbeat: a schedule that does not run says nothing, and that is what is heard.
resource "aws_cloudwatch_metric_alarm" "schedule_stopped" {
  for_each = toset([for name, schedule in local.schedules : name if schedule.everySeconds <= 300 && var.settings.functions[name].lane == "paging"])

  alarm_name          = "${local.name}-${each.key}-stopped"
  alarm_description   = "${var.settings.functions[each.key].does}: it has not run for 5 minutes."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = "${local.name}-${each.key}" }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# How long Slack waits is in the API's own log, with the time that a cold start takes: no function could measure that.
resource "aws_cloudwatch_log_metric_filter" "chat_ack" {
  name           = "${local.name}-chat-ack"
  log_group_name = aws_cloudwatch_log_group.api.name
  pattern        = "{ $.route = \"POST /v1/slack/*\" }"

  metric_transformation {
    namespace = "PDLite"
    name      = "ChatAck"
    value     = "$.latencyMs"
    unit      = "Milliseconds"
  }
}
