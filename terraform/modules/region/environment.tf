# What functions are told; the names are those of shared/runtime/environment.ts. A function gets the name of what it may
# touch, and a secret's variables only when the manifest gives it the secret.
locals {
  secrets_of = { for name, f in var.settings.functions : name => [for grant in f.access : trimprefix(grant, "secret:") if startswith(grant, "secret:")] }

  # Addresses and names that are the same for all, and no secret.
  common_variables = merge(
    var.settings.variables,
    { PD_REGION = var.region, PD_PUBLIC_URL = local.public_url },
    var.other_region_url == "" ? {} : { PD_OTHER_REGION_URL = var.other_region_url },
  )

  queue_variables = { for queue in local.queues : queue => {
    name  = queue == "ingest-spill" ? "PD_INGEST_QUEUE_URL" : "PD_${upper(replace(queue, "-", "_"))}_QUEUE_URL"
    value = "https://sqs.${var.region}.amazonaws.com/${local.account_id}/${local.name}-${queue}"
  } }

  # Lambda itself receives from a function's queue and hands the messages over: its code needs no address for that.
  handed_over = { for name in keys(var.settings.functions) : name => [for queue, t in local.consumers : "queue:${queue}:receive" if t.function == name] }

  granted_variables = { for name, f in var.settings.functions : name => merge([for grant in f.access :
    startswith(grant, "table:") ? { PD_TABLE = local.table_name } :
    startswith(grant, "queue:") && !contains(local.handed_over[name], grant) ? { (local.queue_variables[split(":", grant)[1]].name) = local.queue_variables[split(":", grant)[1]].value } :
    startswith(grant, "start:") ? { PD_STATE_MACHINE_PREFIX = local.state_machine_prefix } :
    grant == "idempotency" ? { PD_IDEMPOTENCY_TABLE = local.idempotency } :
    grant == "events:put" ? { PD_BUS = local.name } : {}
  ]...) }

  environment = { for name in keys(var.settings.functions) : name => merge(
    local.common_variables,
    local.granted_variables[name],
    merge([for secret in local.secrets_of[name] : var.secrets[secret]]...),
  ) }
}
