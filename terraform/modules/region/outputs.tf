output "api_endpoint" {
  value = aws_apigatewayv2_api.this.api_endpoint
}

output "api_id" {
  value = aws_apigatewayv2_api.this.id
}

output "audit_bucket" {
  value = local.audit_bucket
}

output "dead_queues" {
  description = "Where what was given up is."
  value       = sort(concat([for queue in aws_sqs_queue.dead : queue.name], [aws_sqs_queue.failed_events.name]))
}

output "shape" {
  description = "What there is, by name."
  value = {
    functions = { for name, f in aws_lambda_function.this : name => {
      function     = f.function_name
      role         = aws_iam_role.function[name].name
      policy       = aws_iam_role_policy.function[name].policy
      log_group    = aws_cloudwatch_log_group.function[name].name
      log_days     = aws_cloudwatch_log_group.function[name].retention_in_days
      tracing      = f.tracing_config[0].mode
      all_the_time = contains(local.all_the_time, name)
      runtime      = f.runtime
      architecture = one(f.architectures)
      log_format   = f.logging_config[0].log_format
      concurrency  = f.reserved_concurrent_executions
      put_aside    = contains(local.asynchronous, name) ? aws_lambda_function_event_invoke_config.this[name].destination_config[0].on_failure[0].destination != "" : false
      asynchronous = contains(local.asynchronous, name)
      alarm        = "${local.name}-${local.watched_by[name]}"
    } }
    routes         = { for key, route in aws_apigatewayv2_route.this : key => { function = local.routes[key].function, authorization = route.authorization_type } }
    rules          = { for name, rule in aws_cloudwatch_event_rule.this : name => rule.event_pattern }
    schedules      = { for name, schedule in aws_scheduler_schedule.this : name => schedule.schedule_expression }
    state_machines = { for name, machine in aws_sfn_state_machine.this : name => machine.definition }
    queues         = { for name, queue in aws_sqs_queue.this : name => { visibility_seconds = queue.visibility_timeout_seconds } }
    tables = {
      idempotency = {
        protected    = aws_dynamodb_table.idempotency.deletion_protection_enabled
        recoverable  = aws_dynamodb_table.idempotency.point_in_time_recovery[0].enabled
        encrypted    = aws_dynamodb_table.idempotency.server_side_encryption[0].enabled
        forgets_with = one(aws_dynamodb_table.idempotency.ttl).attribute_name
      }
    }
    alarms = sort(concat([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name], [for alarm in aws_cloudwatch_metric_alarm.function_errors : alarm.alarm_name]))
  }
}
