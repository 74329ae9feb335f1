# The other kind of table, and none.
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
