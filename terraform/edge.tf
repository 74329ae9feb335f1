# One address for everything: the dashboard out of S3, and the manifest's routes from the region that is well.
resource "aws_cloudfront_distribution" "front" {
  count = local.with_domain

  enabled         = true
  comment         = var.name
  aliases         = [local.front_name]
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = "PriceClass_100"
  web_acl_id      = one(aws_wafv2_web_acl.front[*].arn)

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.front[0].certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  dynamic "origin" {
    for_each = local.dashboards
    content {
      origin_id                = "dashboard-${origin.key}"
      domain_name              = origin.value
      origin_access_control_id = aws_cloudfront_origin_access_control.dashboard[0].id
    }
  }

  # Files can be had from either region. An origin group hands on GET and HEAD only, so that the API cannot have one.
  origin_group {
    origin_id = "dashboard"

    failover_criteria {
      status_codes = [500, 502, 503, 504]
    }

    member {
      origin_id = "dashboard-primary"
    }

    member {
      origin_id = "dashboard-secondary"
    }
  }

  origin {
    origin_id   = "api"
    domain_name = local.api_name

    custom_header {
      name  = local.origin_header
      value = aws_secretsmanager_secret_version.origin[var.origin_secrets[0]].secret_string
    }

    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "https-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_read_timeout      = 35 # An API's answer takes 30 s at most: it is the one to say that it is late.
      origin_keepalive_timeout = 60
    }
  }

  default_cache_behavior {
    target_origin_id           = "dashboard"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.dashboard[0].id
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.page[0].arn
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.api_paths
    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "api"
      allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      cached_methods             = ["GET", "HEAD"]
      cache_policy_id            = local.caching_disabled
      origin_request_policy_id   = local.all_viewer_except_host
      response_headers_policy_id = aws_cloudfront_response_headers_policy.api[0].id
      viewer_protocol_policy     = "https-only" # A redirect would come too late: the token was sent already.
      compress                   = true
    }
  }

  # CloudFront keeps an error for 10 s unless told otherwise, and gives it to everybody: one person's 404 is not another's.
  dynamic "custom_error_response" {
    for_each = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

# An address of the dashboard is no file: every one of them is the page, which draws what the address names.
resource "aws_cloudfront_function" "page" {
  count = local.with_domain

  name    = "${var.name}-page"
  runtime = "cloudfront-js-2.0"
  comment = "Addresses of the dashboard to the page that draws them"
  publish = true
  code    = file("${path.module}/page.js")
}

locals {
  # Of the manifest's routes the first part: /v1/*, /v2/*, ... Everything else is a file (a test holds the two apart).
  route_paths = distinct(flatten([for f in local.functions : [for t in f.triggers : t.path if t.type == "http"]]))
  api_paths   = sort(distinct([for path in local.route_paths : "/${split("/", path)[1]}/*"]))

  # AWS's own policies, by the ids that its documentation lists.
  caching_optimized      = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  caching_disabled       = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer_except_host = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
}
