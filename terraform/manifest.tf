# The one list of what there is. Nothing of it is repeated in Terraform (ADR 0009).
locals {
  manifest       = jsondecode(file("${path.module}/../functions/manifest.json"))
  functions      = local.manifest.functions
  state_machines = { for name in local.manifest.stateMachines : name => "${path.module}/../statemachines/${name}.asl.json" }

  grants = distinct(flatten([for f in local.functions : f.access]))

  # Secrets that some function is given: secret:twilio is the secret pd-lite/twilio.
  secret_names = toset([for grant in local.grants : trimprefix(grant, "secret:") if startswith(grant, "secret:")])
}
