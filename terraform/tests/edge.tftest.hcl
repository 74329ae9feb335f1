# With a domain: one way in, which looks at people's requests and lets alerts through, and moves when a region fails.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "secondary"
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "edge"
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  domain             = { name = "pager.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
  break_glass_emails = ["first@example.com", "second@example.com"]
}

run "with_a_domain" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.front[0].web_acl_id == aws_wafv2_web_acl.front[0].arn && aws_wafv2_web_acl.front[0].scope == "CLOUDFRONT"
    error_message = "The firewall is in front of everything."
  }

  assert {
    condition     = one(aws_cloudfront_distribution.front[0].viewer_certificate).minimum_protocol_version == "TLSv1.2_2021"
    error_message = "CloudFront speaks TLS 1.2 and newer."
  }

  assert {
    condition     = alltrue([for region in [module.primary, module.secondary] : alltrue([for name in region.entrance : name.tls == "TLS_1_2"]) && !region.answers_by_default_name])
    error_message = "Each API speaks TLS 1.2 and newer, by its own names only."
  }

  assert {
    condition     = [for behavior in aws_cloudfront_distribution.front[0].ordered_cache_behavior : behavior.path_pattern] == ["/generic/*", "/v1/*", "/v2/*"]
    error_message = "The first parts of the manifest's routes go to the API."
  }

  assert {
    condition = alltrue([for behavior in aws_cloudfront_distribution.front[0].ordered_cache_behavior :
      behavior.target_origin_id == "api" && behavior.viewer_protocol_policy == "https-only" && behavior.cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    ])
    error_message = "What the API answers is kept by nobody, and is not asked for in the clear."
  }

  assert {
    condition     = alltrue([for rule in aws_cloudfront_distribution.front[0].custom_error_response : rule.error_caching_min_ttl == 0])
    error_message = "One person's error is not another's."
  }

  assert {
    condition = alltrue(flatten([for origin in aws_cloudfront_distribution.front[0].origin : [
      [for header in origin.custom_header : header.name == "x-pd-origin"],
      [for config in origin.custom_origin_config : config.origin_protocol_policy == "https-only" && config.origin_ssl_protocols == toset(["TLSv1.2"])],
      origin.origin_id != "api" || length(origin.custom_header) + length(origin.custom_origin_config) == 2,
    ]]))
    error_message = "CloudFront shows the API its secret, over TLS."
  }

  assert {
    condition     = local.origin_hashes == sha256("a-secret-of-sixty-four-letters")
    error_message = "Functions are told the secret's hash and not the secret."
  }

  assert {
    condition = alltrue([
      strcontains(aws_cloudfront_response_headers_policy.dashboard[0].security_headers_config[0].content_security_policy[0].content_security_policy, "script-src 'self';"),
      !strcontains(aws_cloudfront_response_headers_policy.dashboard[0].security_headers_config[0].content_security_policy[0].content_security_policy, "unsafe"),
      strcontains(aws_cloudfront_response_headers_policy.dashboard[0].security_headers_config[0].content_security_policy[0].content_security_policy, "connect-src 'self' https://pd-lite-123456789012.auth.us-east-1.amazoncognito.com;"),
      aws_cloudfront_response_headers_policy.dashboard[0].security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= 31536000,
      aws_cloudfront_response_headers_policy.dashboard[0].security_headers_config[0].frame_options[0].frame_option == "DENY",
      aws_cloudfront_response_headers_policy.api[0].security_headers_config[0].content_type_options[0].override,
    ])
    error_message = "The dashboard runs its own scripts only, talks to us and to who signs people in, and is in nobody's frame."
  }

  assert {
    condition = alltrue([for bucket in [module.dashboard_primary[0].shape, module.dashboard_secondary[0].shape] : alltrue([
      bucket.is_private,
      alltrue([for statement in jsondecode(bucket.policy).Statement : statement.Effect == "Deny" || try(statement.Condition.StringEquals["AWS:SourceArn"], "") == aws_cloudfront_distribution.front[0].arn]),
    ])])
    error_message = "The dashboard's buckets are read by our distribution and by nobody else."
  }

  assert {
    condition     = sort(local.machine_prefixes) == sort(distinct([for path in local.machine_paths : one([for prefix in local.machine_prefixes : prefix if startswith(path, prefix)])]))
    error_message = "Each public POST has one beginning that the firewall knows it by."
  }

  assert {
    condition = alltrue(flatten([for f in local.functions : [for t in f.triggers :
      !anytrue([for prefix in local.machine_prefixes : startswith(t.path, prefix)]) if t.type == "http" && try(t.role, "") != "public"
    ]]))
    error_message = "No request of a person's is let by as if a machine had sent it."
  }

  assert {
    condition = alltrue([for rule in aws_wafv2_web_acl.front[0].rule : rule.name == "machines" ? true : rule.name == "machines-rate" ?
      one(one(rule.action).block).custom_response[0].response_code == 503 :
      length(try(rule.statement[0].rate_based_statement[0].scope_down_statement[0].not_statement, rule.statement[0].managed_rule_group_statement[0].scope_down_statement[0].not_statement)) == 1
    ])
    error_message = "What machines send is only counted by address, and too much of it is answered by what all of them try again."
  }

  assert {
    condition = alltrue([for check in aws_route53_health_check.region : alltrue([
      check.request_interval == 10, check.failure_threshold == 3, check.type == "HTTPS", check.resource_path == "/v1/health",
    ])]) && [for check in aws_route53_health_check.region : check.fqdn] == ["us-east-1.api.pager.example.com", "us-west-2.api.pager.example.com"]
    error_message = "Each region is asked how it is, every 10 s, and is out after three bad answers."
  }

  assert {
    condition = alltrue([
      anytrue([for t in local.functions["health"].triggers : t.path == "/v1/health" && t.role == "public"]),
      aws_route53_record.api["PRIMARY"].set_identifier == "us-east-1" && aws_route53_record.api["SECONDARY"].set_identifier == "us-west-2",
      aws_route53_record.api["PRIMARY"].name == aws_route53_record.api["SECONDARY"].name && aws_route53_record.api["PRIMARY"].name == "api.pager.example.com",
      alltrue([for type, record in aws_route53_record.api : record.failover_routing_policy[0].type == type]),
    ])
    error_message = "The API's name leads to the primary, and to the secondary when that is not well."
  }

  assert {
    condition     = alltrue([for record in aws_route53_record.api : record.health_check_id == aws_route53_health_check.region[record.set_identifier].id])
    error_message = "Each of the two goes by its own region's check."
  }

  assert {
    condition = alltrue([
      alltrue([for alarm in aws_cloudwatch_metric_alarm.region : alarm.treat_missing_data == "breaching" && length(alarm.alarm_actions) == 1]),
      module.primary.watches == "https://us-west-2.api.pager.example.com" && module.secondary.watches == "https://us-east-1.api.pager.example.com",
    ])
    error_message = "A region that fails is told of from outside, and from the other region."
  }

  assert {
    condition = alltrue([
      !aws_cognito_user_pool_client.dashboard[0].generate_secret,
      aws_cognito_user_pool_client.dashboard[0].allowed_oauth_flows == toset(["code"]),
      aws_cognito_user_pool_client.dashboard[0].callback_urls == toset(["https://pager.example.com/auth/callback"]),
      aws_cognito_user_pool_client.dashboard[0].explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH"]),
    ])
    error_message = "The dashboard signs in by a code, without a secret, and comes back to itself only."
  }

  assert {
    condition = alltrue([
      aws_cognito_user_pool.people[0].deletion_protection == "ACTIVE",
      aws_cognito_user_pool.people[0].admin_create_user_config[0].allow_admin_create_user_only,
      aws_cognito_user_pool.people[0].mfa_configuration == "OPTIONAL" && aws_cognito_user_pool.people[0].software_token_mfa_configuration[0].enabled,
      aws_cognito_user_pool.people[0].password_policy[0].minimum_length >= 16,
      length(aws_cognito_user.break_glass) == 2 && local.has_break_glass,
    ])
    error_message = "Nobody makes an account for themselves; those for emergencies have a long password and a second factor."
  }
}
