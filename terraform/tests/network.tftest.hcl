# With vpc = true: functions in private subnets that nothing comes into.
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
