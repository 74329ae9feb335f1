# The manifest's routes. Those that are not public ask the authorizer who is calling (ADR 0006).
resource "aws_apigatewayv2_api" "this" {
  name          = local.name
  protocol_type = "HTTP"
  description   = "The manifest's HTTP routes"

  # With names of its own (entrance.tf) it needs no other, which nobody would think of when they look for ways in.
  disable_execute_api_endpoint = var.entrance != null

  # The dashboard asks at its own address. Only pages that are there may ask, wherever the API is.
  dynamic "cors_configuration" {
    for_each = var.settings.public_url == "" ? [] : [var.settings.public_url]
    content {
      allow_origins = [cors_configuration.value]
      allow_methods = ["DELETE", "GET", "PATCH", "POST", "PUT"]
      allow_headers = ["authorization", "content-type", "idempotency-key"]
      max_age       = 3600
    }
  }
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = toset(local.authorizers)

  api_id                            = aws_apigatewayv2_api.this.id
  name                              = each.key
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = local.invoke_arns[each.key]
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true

  # With an identity source API Gateway itself would refuse whoever sends none, and could not say why.
  identity_sources                 = []
  authorizer_result_ttl_in_seconds = 0
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = toset([for route in local.routes : route.function])

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = local.invoke_arns[each.key]
  payload_format_version = "2.0"
  timeout_milliseconds   = min(30000, var.settings.functions[each.key].timeoutSeconds * 1000)
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.route_keys

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.this[local.routes[each.key].function].id}"
  authorization_type = local.routes[each.key].role == "public" ? "NONE" : "CUSTOM"
  authorizer_id      = local.routes[each.key].role == "public" ? null : aws_apigatewayv2_authorizer.this[local.authorizers[0]].id
}

resource "aws_lambda_permission" "route" {
  for_each = local.route_keys

  statement_id  = "route-${substr(sha1(each.key), 0, 8)}"
  action        = "lambda:InvokeFunction"
  function_name = "${local.name}-${local.routes[each.key].function}"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${replace(each.key, " ", "")}"

  depends_on = [aws_lambda_function.this]
}

resource "aws_lambda_permission" "authorizer" {
  for_each = aws_apigatewayv2_authorizer.this

  statement_id  = "authorizer"
  action        = "lambda:InvokeFunction"
  function_name = "${local.name}-${each.key}"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/authorizers/${each.value.id}"

  depends_on = [aws_lambda_function.this]
}

resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    detailed_metrics_enabled = false # Metrics by route are most of what an idle API costs.
    throttling_rate_limit    = local.lanes.sync.requests_per_second
    throttling_burst_limit   = local.lanes.sync.burst
  }

  dynamic "route_settings" {
    for_each = local.routes
    content {
      route_key              = route_settings.key
      throttling_rate_limit  = local.lanes[var.settings.functions[route_settings.value.function].lane].requests_per_second
      throttling_burst_limit = local.lanes[var.settings.functions[route_settings.value.function].lane].burst
    }
  }

  # The route and not the path: a path can hold an integration's key.
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    # A number, since a metric is made of it (alarms.tf).
    format = replace(jsonencode({
      at               = "$context.requestTime"
      requestId        = "$context.requestId"
      route            = "$context.routeKey"
      caller           = "$context.authorizer.id"
      status           = "$context.status"
      latencyMs        = "$context.responseLatency"
      integrationMs    = "$context.integrationLatency"
      integrationError = "$context.integrationErrorMessage"
    }), "\"$context.responseLatency\"", "$context.responseLatency")
  }

  depends_on = [aws_apigatewayv2_route.this]
}

resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/apigateway/${local.name}"
  retention_in_days = 30
}

locals {
  public_url = var.settings.public_url == "" ? aws_apigatewayv2_api.this.api_endpoint : var.settings.public_url
}
