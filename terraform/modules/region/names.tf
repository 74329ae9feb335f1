# Names and ARNs follow from the manifest, so that a plan shows whole policies and definitions before anything is there.
locals {
  function_arns = { for name in keys(var.settings.functions) : name => "arn:aws:lambda:${var.region}:${local.account_id}:function:${local.name}-${name}" }

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
