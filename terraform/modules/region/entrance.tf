# The names that this region's API is reached by: one that both regions have, and one that is only its own.
variable "entrance" {
  description = "The names, and a certificate for them. Null: API Gateway's own address."
  type = object({
    names           = map(string)
    certificate_arn = string
  })
  default = null
}

resource "aws_apigatewayv2_domain_name" "this" {
  for_each = var.entrance == null ? {} : var.entrance.names

  domain_name = each.value

  domain_name_configuration {
    certificate_arn = var.entrance.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  for_each = aws_apigatewayv2_domain_name.this

  api_id      = aws_apigatewayv2_api.this.id
  domain_name = each.value.id
  stage       = aws_apigatewayv2_stage.this.id
}

output "entrance" {
  description = "Where each name has to lead, by what it is for."
  value = { for key, domain in aws_apigatewayv2_domain_name.this : key => {
    name    = domain.domain_name
    target  = domain.domain_name_configuration[0].target_domain_name
    zone_id = domain.domain_name_configuration[0].hosted_zone_id
    tls     = domain.domain_name_configuration[0].security_policy
  } }
}

output "answers_by_default_name" {
  description = "Whether API Gateway's own address works too."
  value       = !aws_apigatewayv2_api.this.disable_execute_api_endpoint
}
