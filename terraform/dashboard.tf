# The dashboard's files, in both regions: it is there while either is.
module "dashboard_primary" {
  source = "./modules/dashboard"
  count  = local.with_domain

  bucket           = "${var.name}-dashboard-${local.account_id}-${var.primary_region}"
  files            = "${var.artifacts}/dashboard"
  config           = local.dashboard_config
  distribution_arn = aws_cloudfront_distribution.front[0].arn
}

module "dashboard_secondary" {
  source    = "./modules/dashboard"
  providers = { aws = aws.secondary }
  count     = local.with_domain

  bucket           = "${var.name}-dashboard-${local.account_id}-${var.secondary_region}"
  files            = "${var.artifacts}/dashboard"
  config           = local.dashboard_config
  distribution_arn = aws_cloudfront_distribution.front[0].arn
}

resource "aws_cloudfront_origin_access_control" "dashboard" {
  count = local.with_domain

  name                              = "${var.name}-dashboard"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

locals {
  dashboards = local.has_domain ? {
    primary   = module.dashboard_primary[0].domain_name
    secondary = module.dashboard_secondary[0].domain_name
  } : {}

  # What the dashboard asks for first: where the API is, and where to sign in (docs/sign-in.md).
  dashboard_config = jsonencode(merge(
    { apiUrl = local.public_url },
    local.sign_in_url == "" ? {} : {
      issuer       = local.oidc_issuer
      clientId     = local.oidc_client_id
      authorizeUrl = "${local.sign_in_url}/oauth2/authorize"
      tokenUrl     = "${local.sign_in_url}/oauth2/token"
      logoutUrl    = "${local.sign_in_url}/logout"
    },
  ))
}
