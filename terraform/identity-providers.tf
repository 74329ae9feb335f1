# By what people sign in, beside accounts of the pool's own. Each needs an application that somebody made at the provider
# (docs/deploy.md): it is there once the secret is listed in `secrets`.
resource "aws_cognito_identity_provider" "google" {
  count = local.has_domain && contains(var.secrets, "google") ? 1 : 0

  user_pool_id  = aws_cognito_user_pool.people[0].id
  provider_name = "Google"
  provider_type = "Google"

  provider_details = {
    client_id        = local.secret_values["google"]["GOOGLE_CLIENT_ID"]
    client_secret    = local.secret_values["google"]["GOOGLE_CLIENT_SECRET"]
    authorize_scopes = "openid email profile"

    # Cognito adds these by itself; said here, a second plan has nothing to say.
    attributes_url                = "https://people.googleapis.com/v1/people/me?personFields="
    attributes_url_add_attributes = "true"
    authorize_url                 = "https://accounts.google.com/o/oauth2/v2/auth"
    oidc_issuer                   = "https://accounts.google.com"
    token_request_method          = "POST"
    token_url                     = "https://www.googleapis.com/oauth2/v4/token"
  }

  attribute_mapping = local.identity_attributes
}

# GitHub knows no ID tokens: six small functions of ours make them (docs/sign-in.md).
resource "aws_cognito_identity_provider" "github" {
  count = local.has_domain && contains(var.secrets, "github") ? 1 : 0

  user_pool_id  = aws_cognito_user_pool.people[0].id
  provider_name = "GitHub"
  provider_type = "OIDC"

  provider_details = {
    client_id                     = local.secret_values["github"]["GITHUB_CLIENT_ID"]
    client_secret                 = local.secret_values["github"]["GITHUB_CLIENT_SECRET"]
    authorize_scopes              = "openid email profile"
    attributes_request_method     = "GET"
    attributes_url_add_attributes = "false"

    # Named one by one: the first apply would find nobody at the address to ask for them.
    oidc_issuer    = local.github_issuer
    authorize_url  = "${local.github_issuer}/authorize"
    token_url      = "${local.github_issuer}/token"
    attributes_url = "${local.github_issuer}/userinfo"
    jwks_uri       = "${local.github_issuer}/.well-known/jwks.json"
  }

  attribute_mapping = local.identity_attributes
}

locals {
  github_issuer = "${local.public_url}/v1/github"

  # The address is who somebody is here: only with the provider's word that it is theirs.
  identity_attributes = {
    username       = "sub"
    email          = "email"
    email_verified = "email_verified"
    name           = "name"
  }
}
