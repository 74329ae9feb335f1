# What makes functions run, by the kind of it, out of the manifest.
locals {
  triggers = flatten([for name, f in var.settings.functions : [for trigger in f.triggers : merge({ function = name }, trigger)]])

  # Sets of names for each: Terraform reads all of what a for_each is given again for each of its resources.
  function_names = toset(keys(var.settings.functions))
  route_keys     = toset(keys(local.routes))

  routes      = { for t in local.triggers : "${t.method} ${t.path}" => t if t.type == "http" }
  schedules   = { for t in local.triggers : t.function => t if t.type == "schedule" }
  event_rules = { for t in local.triggers : t.function => t if t.type == "event" }
  consumers   = { for t in local.triggers : t.queue => t if t.type == "queue" }
  authorizers = [for t in local.triggers : t.function if t.type == "authorizer"]
  tasks       = { for machine in keys(var.settings.state_machines) : machine => [for t in local.triggers : t.function if t.type == "task" && try(t.stateMachine, "") == machine] }

  # Nobody waits for these: what they cannot do in the end is put aside, where an alarm sees it.
  asynchronous = toset([for t in local.triggers : t.function if contains(["event", "schedule"], t.type)])

  # These run all the time, and nobody waits for them: a trace and three log lines for each run would be half of an idle
  # system's bill (docs/cost.md). Lambda knows no rate of traces but this one.
  all_the_time = toset([for t in local.triggers : t.function if t.type == "schedule" || (t.type == "http" && try(t.path, "") == "/v1/health")])

  # Queues are those that a function is triggered by, sends to or receives from.
  queues = toset(concat(
    keys(local.consumers),
    flatten([for f in var.settings.functions : [for grant in f.access : split(":", grant)[1] if startswith(grant, "queue:")]]),
  ))
}
