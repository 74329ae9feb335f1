output "api_endpoints" {
  description = "Each region's API, by region."
  value = {
    (var.primary_region)   = module.primary.api_endpoint
    (var.secondary_region) = module.secondary.api_endpoint
  }
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
