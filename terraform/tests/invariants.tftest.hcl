# What must be true of every plan, whatever the manifest comes to say.
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

run "as_it_is_by_default" {
  command = plan

  assert {
    condition     = alltrue([for region in values(output.regions) : length(region.functions) == length(local.functions)])
    error_message = "Each region has every function of the manifest."
  }

  assert {
    condition     = alltrue([for region in values(output.regions) : length(distinct([for f in region.functions : f.role])) == length(local.functions)])
    error_message = "Every function has a role of its own."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : f.log_days == 30 && f.log_format == "JSON"]]))
    error_message = "Every function's log is JSON and kept for 30 days."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : f.tracing == (f.all_the_time ? "PassThrough" : "Active")]]))
    error_message = "Every function is traced, but for what runs all the time."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : f.runtime == "nodejs22.x" && f.architecture == "arm64"]]))
    error_message = "Every function runs on Node 22 and arm64."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : f.put_aside == f.asynchronous]]))
    error_message = "What nobody waits for has a place for what failed."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : contains(region.alarms, f.alarm)]]))
    error_message = "Every function is watched by an alarm."
  }

  assert {
    condition = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : [
      for statement in jsondecode(f.policy).Statement : alltrue([for action in statement.Action : !strcontains(action, "*")])
    ]]]))
    error_message = "No function may do all that a service can."
  }

  assert {
    condition = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : [
      for statement in jsondecode(f.policy).Statement : statement.Sid == "Trace" || !contains(try(statement.Resource, []), "*")
    ]]]))
    error_message = "Only traces have no resource: X-Ray knows none."
  }

  assert {
    condition     = alltrue(flatten([for region in values(output.regions) : [for f in region.functions : [for statement in jsondecode(f.policy).Statement : statement.Sid == "SmsPublish" if can(statement.NotResource)]]]))
    error_message = "Only text messages are sent to what has no name of its own."
  }

  assert {
    condition = alltrue(flatten([for region in values(output.regions) : [for key, route in region.routes :
      (route.authorization == "NONE") == anytrue([for t in local.functions[route.function].triggers : try(t.role, "") == "public" && try("${t.method} ${t.path}", "") == key])
    ]]))
    error_message = "A route asks who is calling unless the manifest says that it is public."
  }

  assert {
    condition = (
      keys(output.regions["us-east-1"].functions) == keys(output.regions["us-west-2"].functions) &&
      output.regions["us-east-1"].routes == output.regions["us-west-2"].routes &&
      output.regions["us-east-1"].rules == output.regions["us-west-2"].rules &&
      output.regions["us-east-1"].schedules == output.regions["us-west-2"].schedules &&
      output.regions["us-east-1"].queues == output.regions["us-west-2"].queues &&
      output.regions["us-east-1"].alarms == output.regions["us-west-2"].alarms
    )
    error_message = "What one region has, the other has too."
  }

  assert {
    condition = alltrue(flatten([for region in values(output.regions) : [for table in region.tables :
      table.protected && table.recoverable && table.encrypted && table.forgets_with == "expiration"
    ]]))
    error_message = "Idempotency records are protected, encrypted, and forgotten by Powertools' own attribute."
  }

  assert {
    condition = alltrue([
      length(aws_cloudfront_distribution.front) + length(aws_wafv2_web_acl.front) + length(aws_cognito_user_pool.people) + length(aws_route53_health_check.region) == 0,
      module.primary.answers_by_default_name && module.secondary.answers_by_default_name,
      module.primary.network.functions_in + module.secondary.network.functions_in == 0,
    ])
    error_message = "Without a domain there is nothing in front of the regions, which answer at their own addresses; and no network."
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : one(secret.replica).kms_key_id == aws_kms_replica_key.state.arn])
    error_message = "A secret's copy is encrypted by its own region's key."
  }

  assert {
    condition     = length(aws_cloudformation_stack.state) == 1 && length(aws_dynamodb_table.state) == 0
    error_message = "A strong table is a stack's, and there is no other."
  }

  assert {
    condition = alltrue([for wanted in [
      jsondecode(aws_cloudformation_stack.state[0].template_body).Resources.Table.Properties.MultiRegionConsistency == "STRONG",
      jsondecode(aws_cloudformation_stack.state[0].template_body).Resources.Table.Properties.GlobalTableWitnesses[0].Region == "us-east-2",
      jsondecode(aws_cloudformation_stack.state[0].template_body).Resources.Table.DeletionPolicy == "Retain",
    ] : wanted])
    error_message = "Its state is in three regions, the third a witness, and outlives its stack."
  }

  assert {
    condition = alltrue([for replica in jsondecode(aws_cloudformation_stack.state[0].template_body).Resources.Table.Properties.Replicas :
      replica.DeletionProtectionEnabled && replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled && startswith(replica.SSESpecification.KMSMasterKeyId, "arn:aws:kms:${replica.Region}:")
    ])
    error_message = "Each replica is protected, can be restored and is encrypted by its region's key."
  }
}
