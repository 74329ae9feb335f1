output "api_endpoints" {
  description = "Each region's own address, by region."
  value       = local.region_urls
}

output "regions" {
  description = "What each region is made of: for tests, and for people who look for a name."
  value = {
    (var.primary_region)   = module.primary.shape
    (var.secondary_region) = module.secondary.shape
  }
}

output "table" {
  value = {
    name        = local.table_name
    consistency = var.table_consistency
  }
}

output "public_url" {
  description = "Where the world reaches us. Empty: only at each region's own address."
  value       = local.public_url
}

output "sign_in" {
  description = "What a provider that people sign in by is told (docs/deploy.md)."
  value = {
    pages            = local.sign_in_url
    redirect         = local.has_domain ? "${local.pool_pages}/oauth2/idpresponse" : ""
    github_callback  = local.has_domain ? "${local.github_issuer}/callback" : ""
    issuer           = local.oidc_issuer
    dashboard_client = local.oidc_client_id
  }
}
