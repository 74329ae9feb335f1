# A secret's value is a JSON object whose keys are the environment variables it stands for. People put it in
# (docs/deploy.md); the next apply hands it to the functions that the manifest gives it to. Asking Secrets Manager at run
# time would put one more service on the way of a page (ADR 0016).
resource "aws_secretsmanager_secret" "this" {
  for_each = local.kept_secrets

  name        = "${var.name}/${each.key}"
  description = "What functions with the access secret:${each.key} are told"
  kms_key_id  = aws_kms_key.state.arn

  replica {
    region     = var.secondary_region
    kms_key_id = aws_kms_replica_key.state.arn
  }
}

data "aws_secretsmanager_secret_version" "this" {
  for_each = setintersection(local.kept_secrets, var.secrets)

  secret_id = aws_secretsmanager_secret.this[each.key].id
}

locals {
  # What functions are told, and what Cognito is told: Google's application is nobody else's business.
  kept_secrets = setunion(local.secret_names, local.has_domain ? ["google"] : [])

  secret_values = { for name, version in data.aws_secretsmanager_secret_version.this : name => jsondecode(version.secret_string) }

  secret_variables = { for name in local.secret_names : name => contains(var.secrets, name) ? local.secret_values[name] : {} }
}
