# Where the world reaches us. Without a domain there is neither CloudFront, nor failover by DNS, nor a dashboard: each
# region is reached at its own API's address (ADR 0020).
locals {
  has_domain = var.domain != null
  front_name = local.has_domain ? var.domain.name : ""
  zone_id    = local.has_domain ? var.domain.zone_id : ""

  # Both regions' API by one name, which moves to the region that is well; and each by a name of its own, which does not.
  api_name = "api.${local.front_name}"
  region_names = {
    (var.primary_region)   = "${var.primary_region}.${local.api_name}"
    (var.secondary_region) = "${var.secondary_region}.${local.api_name}"
  }

  public_url = var.public_url == "" && local.has_domain ? "https://${local.front_name}" : var.public_url

  # Something that is there once with a domain, and not at all without.
  with_domain = local.has_domain ? 1 : 0
}

variable "domain" {
  description = "The name that people, monitors, Slack and Twilio know, and the id of the hosted zone that it is in. Null: no name of our own."
  type = object({
    name    = string
    zone_id = string
  })
  default = null

  validation {
    condition     = var.domain == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\\.[a-z]+$", var.domain.name))
    error_message = "domain.name is a host name such as pager.example.com, in small letters."
  }
}

resource "aws_route53_record" "front" {
  for_each = toset(local.has_domain ? ["A", "AAAA"] : [])

  zone_id = local.zone_id
  name    = local.front_name
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.front[0].domain_name
    zone_id                = aws_cloudfront_distribution.front[0].hosted_zone_id
    evaluate_target_health = false
  }
}
