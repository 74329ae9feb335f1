# Who people are. What they may do is said by the user records (ADR 0013). The pool is in the primary region: while that is
# down nobody signs in anew, and telephones, Slack and API tokens go on.
resource "aws_cognito_user_pool" "people" {
  count = local.with_domain

  name                     = var.name
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL" # Who comes by Google or GitHub has theirs there. Accounts for emergencies have one here.

  # Whoever can make an account for an address is that person here: nobody makes one for themselves.
  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  software_token_mfa_configuration {
    enabled = true
  }

  password_policy {
    minimum_length                   = 16
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    password_history_size            = 0
    temporary_password_validity_days = 7
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  username_configuration {
    case_sensitive = false
  }
}

# Cognito's own pages, where people choose by what they sign in.
resource "aws_cognito_user_pool_domain" "people" {
  count = local.with_domain

  domain       = local.sign_in_prefix
  user_pool_id = aws_cognito_user_pool.people[0].id
}

# The dashboard runs where everybody can read it, so it has no secret: a code, and PKCE, which it always sends.
resource "aws_cognito_user_pool_client" "dashboard" {
  count = local.with_domain

  name                                 = "dashboard"
  user_pool_id                         = aws_cognito_user_pool.people[0].id
  generate_secret                      = false
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["email", "openid", "profile"]
  callback_urls                        = ["${local.public_url}/auth/callback"]
  logout_urls                          = ["${local.public_url}/"]
  supported_identity_providers         = concat(["COGNITO"], [for provider in aws_cognito_identity_provider.google : provider.provider_name], [for provider in aws_cognito_identity_provider.github : provider.provider_name])
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"] # A password is typed on Cognito's page and nowhere else.
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  id_token_validity                    = 60
  access_token_validity                = 60
  refresh_token_validity               = 12

  token_validity_units {
    id_token      = "minutes"
    access_token  = "minutes"
    refresh_token = "hours"
  }
}

# For whoever wants to sort people there. They give nothing here (ADR 0013).
resource "aws_cognito_user_group" "role" {
  for_each = toset(local.has_domain ? ["admin", "responder", "viewer"] : [])

  name         = each.key
  description  = "Sorts people. What somebody may do is said by their user record in ${var.name}"
  user_pool_id = aws_cognito_user_pool.people[0].id
}

# For the first day and the worst one. Cognito sends each a password by e-mail; they set up a second factor when they sign in.
resource "aws_cognito_user" "break_glass" {
  for_each = local.has_domain ? var.break_glass_emails : []

  user_pool_id             = aws_cognito_user_pool.people[0].id
  username                 = each.key
  desired_delivery_mediums = ["EMAIL"]

  attributes = {
    email          = each.key
    email_verified = true
  }

  lifecycle {
    ignore_changes = [attributes] # Theirs, once they are there. The account is known by its id.
  }
}

variable "break_glass_emails" {
  description = "Who gets an account that is admin whatever the records say: two people at most."
  type        = set(string)
  default     = []

  validation {
    condition     = length(var.break_glass_emails) <= 2
    error_message = "break_glass_emails has two addresses at most: every account that is outside of the records is one that can be lost."
  }
}

variable "sign_in_prefix" {
  description = "What the address of Cognito's pages begins with; it must be nobody else's in the region. Empty: the name and the account's number."
  type        = string
  default     = ""
}

variable "oidc_pages" {
  description = "With oidc_issuer: the address of that provider's pages, with Cognito's paths (/oauth2/authorize, /oauth2/token, /logout)."
  type        = string
  default     = ""
}

locals {
  sign_in_prefix = var.sign_in_prefix == "" ? "${var.name}-${local.account_id}" : var.sign_in_prefix
  pool_pages     = "https://${local.sign_in_prefix}.auth.${var.primary_region}.amazoncognito.com"

  # Another provider, where one is named; otherwise the pool, where there is one.
  has_sign_in    = var.oidc_issuer != "" || local.has_domain
  oidc_issuer    = var.oidc_issuer != "" ? var.oidc_issuer : local.has_domain ? "https://cognito-idp.${var.primary_region}.amazonaws.com/${aws_cognito_user_pool.people[0].id}" : ""
  oidc_client_id = var.oidc_issuer != "" ? var.oidc_client_id : local.has_domain ? aws_cognito_user_pool_client.dashboard[0].id : ""
  sign_in_url    = var.oidc_issuer != "" ? var.oidc_pages : local.has_domain ? local.pool_pages : ""

  has_break_glass      = var.break_glass_subjects != "" || (local.has_domain && length(var.break_glass_emails) > 0)
  break_glass_subjects = join(",", concat(compact(split(",", var.break_glass_subjects)), [for user in aws_cognito_user.break_glass : user.sub]))

  github_redirect_uris = var.github_redirect_uris == "" && local.has_domain ? "${local.pool_pages}/oauth2/idpresponse" : var.github_redirect_uris
}
