# What is deployed, for people and scripts that need an address and must not read Terraform's state, which holds secrets.
# No function asks for it: they are told by their environment, so that a page waits for no service more (D2).
resource "aws_ssm_parameter" "deployment" {
  name        = "/${var.name}/deployment"
  description = "Where this deployment is reached, and what its parts are called"
  type        = "String"
  value       = local.deployment
}

resource "aws_ssm_parameter" "deployment_secondary" {
  provider = aws.secondary

  name        = "/${var.name}/deployment"
  description = "Where this deployment is reached, and what its parts are called"
  type        = "String"
  value       = local.deployment
}

locals {
  region_urls = {
    (var.primary_region)   = local.has_domain ? "https://${local.region_names[var.primary_region]}" : module.primary.api_endpoint
    (var.secondary_region) = local.has_domain ? "https://${local.region_names[var.secondary_region]}" : module.secondary.api_endpoint
  }

  deployment = jsonencode({
    publicUrl = local.public_url
    table     = local.table_name
    regions   = local.region_urls
  })
}
