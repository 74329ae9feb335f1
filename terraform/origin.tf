# What CloudFront shows to the API, so that nobody goes around the firewall. It is ours, so it can be changed without
# asking anybody: docs/runbook.md has the three applies, of which none refuses anything.
variable "origin_secrets" {
  description = "Names of the secrets that CloudFront may show. It shows the first; the functions take all: that is how one replaces another."
  type        = list(string)
  default     = ["1"]

  validation {
    condition     = length(var.origin_secrets) >= 1 && length(var.origin_secrets) <= 2 && length(distinct(var.origin_secrets)) == length(var.origin_secrets)
    error_message = "origin_secrets has one name, or two while one replaces the other."
  }
}

data "aws_secretsmanager_random_password" "origin" {
  for_each = toset(local.has_domain ? var.origin_secrets : [])

  password_length     = 64
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "origin" {
  for_each = data.aws_secretsmanager_random_password.origin

  name        = "${var.name}/origin-${each.key}"
  description = "What CloudFront shows to the API"
  kms_key_id  = aws_kms_key.state.arn
}

resource "aws_secretsmanager_secret_version" "origin" {
  for_each = data.aws_secretsmanager_random_password.origin

  secret_id     = aws_secretsmanager_secret.origin[each.key].id
  secret_string = each.value.random_password

  lifecycle {
    ignore_changes = [secret_string] # Each plan asks for another one. It is kept as it was made; a new name makes a new one.
  }
}

locals {
  origin_header = "x-pd-origin" # shared/runtime/http/front.ts

  # Of 64 random letters a hash tells nothing: functions that know only that have nothing to keep.
  origin_hashes = local.has_domain ? join(",", [for name in var.origin_secrets : nonsensitive(sha256(aws_secretsmanager_secret_version.origin[name].secret_string))]) : ""
}
