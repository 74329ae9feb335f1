# Off: Lambda reaches what it needs over TLS, and IAM says what it may do there. On: where a company's rules want functions
# in a network of its own that keeps a record of what it talks to. ADR 0021 says what that costs, and what it does not buy.
variable "vpc" {
  description = "Whether functions run in a private network of each region, and leave it by a NAT gateway."
  type        = bool
  default     = false
}

# Zones are asked for here and not in the module: it waits for the table, and how many there are must be known beforehand.
data "aws_availability_zones" "primary" {
  count = var.vpc ? 1 : 0

  state = "available"
}

data "aws_availability_zones" "secondary" {
  count    = var.vpc ? 1 : 0
  provider = aws.secondary

  state = "available"
}

locals {
  zones = {
    primary   = var.vpc ? slice(sort(data.aws_availability_zones.primary[0].names), 0, 2) : []
    secondary = var.vpc ? slice(sort(data.aws_availability_zones.secondary[0].names), 0, 2) : []
  }
}
