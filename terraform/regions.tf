# The two regions are one module: what differs between them is their name and nothing else.
locals {
  region_input = {
    name                  = var.name
    account_id            = local.account_id
    functions             = local.functions
    state_machines        = local.state_machines
    artifacts             = var.artifacts
    lambda_runtime        = var.lambda_runtime
    reserve_concurrency   = var.reserve_concurrency
    deletion_protection   = var.deletion_protection
    public_url            = local.public_url
    sms_monthly_spend_usd = var.sms_monthly_spend_usd
    alarm_emails          = var.alarm_emails
    email_from            = var.email_from
    audit_days            = var.audit_days

    # What all functions are told. None of it is a secret. Whether there is something to tell is known before what it is.
    variables = merge(
      { for name, value in {
        TWILIO_FROM            = var.twilio_from
        SLACK_ANNOUNCE_CHANNEL = var.slack_announce_channel
        PD_EMAIL_FROM          = var.email_from
        PD_OIDC_STRANGERS      = var.oidc_strangers
        GITHUB_REDIRECT_URIS   = local.github_redirect_uris
      } : name => value if value != "" },
      local.has_sign_in ? { PD_OIDC_ISSUER = local.oidc_issuer, PD_OIDC_CLIENT_ID = local.oidc_client_id } : {},
      local.has_break_glass ? { PD_BREAK_GLASS_SUBJECTS = local.break_glass_subjects } : {},
      local.has_domain ? { PD_ORIGIN_HASHES = local.origin_hashes } : {},
    )
  }
}

module "primary" {
  source = "./modules/region"

  settings = local.region_input
  region   = var.primary_region
  key_arn  = aws_kms_key.state.arn
  secrets  = local.secret_variables

  zones = local.zones.primary

  entrance = local.has_domain ? {
    names           = { shared = local.api_name, own = local.region_names[var.primary_region] }
    certificate_arn = aws_acm_certificate_validation.primary[0].certificate_arn
  } : null
  other_region_url = local.has_domain ? "https://${local.region_names[var.secondary_region]}" : ""

  depends_on = [aws_dynamodb_table_replica.state, aws_cloudformation_stack.state]
}

module "secondary" {
  source    = "./modules/region"
  providers = { aws = aws.secondary }

  settings = local.region_input
  region   = var.secondary_region
  key_arn  = aws_kms_replica_key.state.arn
  secrets  = local.secret_variables

  zones = local.zones.secondary

  entrance = local.has_domain ? {
    names           = { shared = local.api_name, own = local.region_names[var.secondary_region] }
    certificate_arn = aws_acm_certificate_validation.secondary[0].certificate_arn
  } : null
  other_region_url = local.has_domain ? "https://${local.region_names[var.primary_region]}" : ""

  depends_on = [aws_dynamodb_table_replica.state, aws_cloudformation_stack.state]
}
