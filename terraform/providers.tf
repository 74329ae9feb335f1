provider "aws" {
  region = var.primary_region

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "secondary"
  region = var.secondary_region

  default_tags {
    tags = local.tags
  }
}

# CloudFront's certificate and firewall, and Route 53's metrics, are in us-east-1 whatever the regions are.
provider "aws" {
  alias  = "edge"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}

data "aws_caller_identity" "current" {}

locals {
  tags       = { application = var.name }
  account_id = data.aws_caller_identity.current.account_id
}
