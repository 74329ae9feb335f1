# The dashboard's headers are those that the laptop serves it with: both read dashboard/headers.json.
locals {
  page_headers            = jsondecode(file("${path.module}/../dashboard/headers.json"))
  content_security_policy = replace(local.page_headers["content-security-policy"], "$${connect}", local.sign_in_url == "" ? "" : " ${local.sign_in_url}")

  year_seconds = 31536000
}

resource "aws_cloudfront_response_headers_policy" "dashboard" {
  count = local.with_domain

  name = "${var.name}-dashboard"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = local.page_headers["x-frame-options"]
      override     = true
    }

    referrer_policy {
      referrer_policy = local.page_headers["referrer-policy"]
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = local.year_seconds
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = { for name, value in local.page_headers : name => value if !contains(["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"], name) }
      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}

# What the API answers is data: never guessed to be a page. Its functions say the rest themselves.
resource "aws_cloudfront_response_headers_policy" "api" {
  count = local.with_domain

  name = "${var.name}-api"

  security_headers_config {
    content_type_options {
      override = true
    }

    strict_transport_security {
      access_control_max_age_sec = local.year_seconds
      include_subdomains         = true
      override                   = true
    }
  }
}
