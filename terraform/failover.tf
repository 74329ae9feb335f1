# The API's one name leads to the primary region while that is well, and otherwise to the secondary: within 30 s of
# checks and a minute of DNS. No CloudFront origin group can do that for a POST.
resource "aws_route53_health_check" "region" {
  for_each = local.has_domain ? local.region_names : {}

  type              = "HTTPS"
  fqdn              = each.value
  port              = 443
  resource_path     = "/v1/health"
  request_interval  = var.health_check_seconds
  failure_threshold = 3
  enable_sni        = true

  # The fewest that Route 53 takes, on two continents. Each checks by itself every 10 s, and each check is a request that is paid for.
  regions = ["us-east-1", "us-west-2", "eu-west-1"]

  tags = { Name = "${var.name}-${each.key}" }
}

resource "aws_route53_record" "api" {
  for_each = local.has_domain ? { PRIMARY = var.primary_region, SECONDARY = var.secondary_region } : {}

  zone_id         = local.zone_id
  name            = local.api_name
  type            = "A"
  set_identifier  = each.value
  health_check_id = aws_route53_health_check.region[each.value].id

  failover_routing_policy {
    type = each.key
  }

  alias {
    name                   = local.entrances[each.value].shared.target
    zone_id                = local.entrances[each.value].shared.zone_id
    evaluate_target_health = false # The health check asks the table; API Gateway would only say that it is there.
  }
}

# Each region by its own name: for the checks, and for people who want to know which one it is.
resource "aws_route53_record" "region" {
  for_each = local.has_domain ? local.region_names : {}

  zone_id = local.zone_id
  name    = each.value
  type    = "A"

  alias {
    name                   = local.entrances[each.key].own.target
    zone_id                = local.entrances[each.key].own.zone_id
    evaluate_target_health = false
  }
}

locals {
  entrances = {
    (var.primary_region)   = module.primary.entrance
    (var.secondary_region) = module.secondary.entrance
  }
}

# Route 53 has its metrics in us-east-1 and nowhere else, so that this alarm lies where one of the regions may be lying.
# Each region therefore also watches the other by itself (modules/region/other-region.tf).
resource "aws_cloudwatch_metric_alarm" "region" {
  for_each = aws_route53_health_check.region
  provider = aws.edge

  alarm_name          = "${var.name}-${each.key}-unhealthy"
  alarm_description   = "${each.key} does not take requests: Route 53 sends them to the other region. docs/runbook.md says what to look at."
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = each.value.id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = aws_sns_topic.regions[*].arn
  ok_actions          = aws_sns_topic.regions[*].arn
}

resource "aws_sns_topic" "regions" {
  count    = local.with_domain
  provider = aws.edge

  name = "${var.name}-regions"
}

resource "aws_sns_topic_subscription" "regions" {
  for_each = local.has_domain ? var.alarm_emails : []
  provider = aws.edge

  topic_arn = aws_sns_topic.regions[0].arn
  protocol  = "email"
  endpoint  = each.key
}

variable "health_check_seconds" {
  description = "How often each health checker asks: 10, or 30, which costs a third and finds a dead region a minute later."
  type        = number
  default     = 10

  validation {
    condition     = contains([10, 30], var.health_check_seconds)
    error_message = "Route 53 asks every 10 or every 30 seconds."
  }
}
