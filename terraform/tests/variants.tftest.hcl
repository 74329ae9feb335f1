# What a variable changes: functions in private subnets that nothing comes into, the other kind of table, and none.
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

run "in_a_network" {
  command = plan

  variables {
    vpc = true
  }

  assert {
    condition     = alltrue([for region in [module.primary, module.secondary] : region.network.functions_in == length(local.functions)])
    error_message = "Every function is in the network."
  }

  assert {
    condition     = alltrue([for region in [module.primary, module.secondary] : length(distinct(region.network.private_subnets)) == 2 && region.network.ways_out == 2])
    error_message = "Two zones, each with a way out of its own."
  }

  assert {
    condition     = alltrue([for region in [module.primary, module.secondary] : region.network.gateways == ["dynamodb", "s3"] && region.network.endpoints == ["events", "sns", "sqs", "states"]])
    error_message = "What a page or an alert waits for is reached without the way out."
  }

  assert {
    condition     = alltrue([for region in [module.primary, module.secondary] : region.network.recorded && region.network.reaches == ["tcp 443-443"]])
    error_message = "Functions speak TLS and nothing else, and it is on record with whom."
  }
}

run "an_eventual_table" {
  command = plan

  variables {
    table_consistency = "eventual"
  }

  assert {
    condition     = aws_dynamodb_table.state[0].deletion_protection_enabled && aws_dynamodb_table.state[0].point_in_time_recovery[0].enabled && aws_dynamodb_table.state[0].server_side_encryption[0].enabled
    error_message = "The table is protected, can be restored and is encrypted by our key."
  }

  assert {
    condition     = aws_dynamodb_table_replica.state[0].deletion_protection_enabled && aws_dynamodb_table_replica.state[0].point_in_time_recovery
    error_message = "So is its copy."
  }
}

run "a_consistency_that_is_none" {
  command = plan

  variables {
    table_consistency = "mostly"
  }

  expect_failures = [var.table_consistency]
}
