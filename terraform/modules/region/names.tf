# Names and ARNs follow from the manifest, so that a plan shows whole policies and definitions before anything is there.
# Resources go by these names and say with depends_on what must be there first: for a reference such as
# aws_iam_role.function[each.key].arn Terraform reads the roles of all functions again for every function.
locals {
  function_arns = { for name in keys(var.settings.functions) : name => "arn:aws:lambda:${var.region}:${local.account_id}:function:${local.name}-${name}" }

  role_names  = { for name in keys(var.settings.functions) : name => "${local.name}-${var.region}-${name}" }
  role_arns   = { for name, role in local.role_names : name => "arn:aws:iam::${local.account_id}:role/${role}" }
  log_groups  = { for name in keys(var.settings.functions) : name => "/aws/lambda/${local.name}-${name}" }
  invoke_arns = { for name, arn in local.function_arns : name => "arn:aws:apigateway:${var.region}:lambda:path/2015-03-31/functions/${arn}/invocations" }
  code_bucket = "${local.name}-artifacts-${local.account_id}-${var.region}"
  rule_arns   = { for name in keys(local.event_rules) : name => "arn:aws:events:${var.region}:${local.account_id}:rule/${local.name}/${local.name}-${name}" }

  state_machine_prefix = "arn:aws:states:${var.region}:${local.account_id}:stateMachine:${local.name}-"

  table_name      = "${local.name}-state"
  table_arn       = "arn:aws:dynamodb:${var.region}:${local.account_id}:table/${local.table_name}"
  table_indexes   = ["list", "due", "outbox"]
  idempotency     = "${local.name}-idempotency"
  idempotency_arn = "arn:aws:dynamodb:${var.region}:${local.account_id}:table/${local.idempotency}"
  bus_arn         = "arn:aws:events:${var.region}:${local.account_id}:event-bus/${local.name}"
  queue_arns      = { for queue in local.queues : queue => "arn:aws:sqs:${var.region}:${local.account_id}:${local.name}-${queue}" }
  failed_arn      = "arn:aws:sqs:${var.region}:${local.account_id}:${local.name}-failed-events"
}
