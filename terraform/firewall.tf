# In front of everything. What machines send (alerts, Slack, Twilio) is only counted by address: a monitor's text may well
# look like an attack, and an alert that is refused by a rule is an alert that is lost (ADR 0020).
locals {
  # Where machines send: the manifest's public POSTs, by their first two parts. /v1/ingest/{key}/generic is /v1/ingest/.
  machine_paths = distinct(flatten([for f in local.functions : [
    for t in f.triggers : t.path if t.type == "http" && try(t.method, "") == "POST" && try(t.role, "") == "public"
  ]]))
  machine_prefixes = sort(distinct([for path in local.machine_paths :
    length(split("/", path)) > 3 ? "${join("/", slice(split("/", path), 0, 3))}/" : path
  ]))

  machine_label = "pd-lite:machine"

  # For people's requests only, without the rules that read bodies: a note may quote what broke, and every body is
  # held to its schema by the function that reads it.
  managed_rules = {
    AWSManagedRulesAmazonIpReputationList = { priority = 3, counted = [] }
    AWSManagedRulesKnownBadInputsRuleSet = {
      priority = 4
      counted  = ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY"]
    }
    AWSManagedRulesCommonRuleSet = {
      priority = 5
      counted  = ["SizeRestrictions_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY"]
    }
  }

  # From one address in five minutes. A person clicks; behind one address there may be an office. A monitor can have a
  # thousand alerts at once, and may send from one address for a whole company.
  people_requests_max  = 3000
  machine_requests_max = 60000
}

resource "aws_wafv2_web_acl" "front" {
  count    = local.has_domain && var.waf ? 1 : 0
  provider = aws.edge

  name  = var.name
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  custom_response_body {
    key          = "too-many"
    content_type = "APPLICATION_JSON"
    content = jsonencode({
      type   = "about:blank"
      title  = "Too many requests"
      status = 429
      detail = "This address sends too much. Wait a minute."
    })
  }

  rule {
    name     = "machines"
    priority = 0

    action {
      count {}
    }

    rule_label {
      name = local.machine_label
    }

    statement {
      or_statement {
        dynamic "statement" {
          for_each = local.machine_prefixes
          content {
            byte_match_statement {
              positional_constraint = "STARTS_WITH"
              search_string         = statement.value

              field_to_match {
                uri_path {}
              }

              text_transformation {
                priority = 0
                type     = "NORMALIZE_PATH"
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "machines"
      sampled_requests_enabled   = false
    }
  }

  # 503: what all senders try again (CONTRACTS: Alertmanager and Datadog give up on a 429).
  rule {
    name     = "machines-rate"
    priority = 1

    action {
      block {
        custom_response {
          response_code = 503

          response_header {
            name  = "retry-after"
            value = "60"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit              = local.machine_requests_max
        aggregate_key_type = "IP"

        scope_down_statement {
          label_match_statement {
            scope = "LABEL"
            key   = local.machine_label
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "machines-rate"
      sampled_requests_enabled   = false
    }
  }

  rule {
    name     = "people-rate"
    priority = 2

    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "too-many"

          response_header {
            name  = "retry-after"
            value = "60"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit              = local.people_requests_max
        aggregate_key_type = "IP"

        scope_down_statement {
          not_statement {
            statement {
              label_match_statement {
                scope = "LABEL"
                key   = local.machine_label
              }
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "people-rate"
      sampled_requests_enabled   = false
    }
  }

  dynamic "rule" {
    for_each = local.managed_rules
    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          dynamic "rule_action_override" {
            for_each = rule.value.counted
            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }

          scope_down_statement {
            not_statement {
              statement {
                label_match_statement {
                  scope = "LABEL"
                  key   = local.machine_label
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = false
      }
    }
  }

  # Samples would show paths, and a path can hold an integration's key.
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false
  }
}

variable "waf" {
  description = "Whether a firewall stands before everything. Without it routes keep their rates, and a month costs what docs/cost.md says less."
  type        = bool
  default     = true
}
