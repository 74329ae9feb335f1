# With vpc = true: two zones, each with a private subnet for functions and a way out of its own, so that a zone that
# fails takes no page with it. Nothing comes in: API Gateway, queues and state machines call functions through Lambda.
variable "zones" {
  description = "The two zones of the network. None: no network."
  type        = list(string)
  default     = []
}

locals {
  with_network = length(var.zones) > 0 ? 1 : 0
  network_cidr = "10.42.0.0/16"

  # Private: 4,000 addresses each, for as many functions at once. Public: a NAT gateway and nothing else.
  zone_subnets = { for index, zone in var.zones : zone => {
    private = cidrsubnet(local.network_cidr, 4, index)
    public  = cidrsubnet(local.network_cidr, 12, 4064 + index)
  } }
}

resource "aws_vpc" "this" {
  count = local.with_network

  cidr_block           = local.network_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = local.name }
}

# What nobody made a group for may talk to nobody.
resource "aws_default_security_group" "this" {
  count = local.with_network

  vpc_id = aws_vpc.this[0].id
}

resource "aws_subnet" "private" {
  for_each = local.zone_subnets

  vpc_id            = aws_vpc.this[0].id
  availability_zone = each.key
  cidr_block        = each.value.private

  tags = { Name = "${local.name}-functions-${each.key}" }
}

resource "aws_subnet" "public" {
  for_each = local.zone_subnets

  vpc_id            = aws_vpc.this[0].id
  availability_zone = each.key
  cidr_block        = each.value.public

  tags = { Name = "${local.name}-way-out-${each.key}" }
}

resource "aws_security_group" "functions" {
  count = local.with_network

  name        = "${local.name}-functions"
  description = "Functions ask, and are asked by nobody"
  vpc_id      = aws_vpc.this[0].id
}

# Providers have no fixed addresses that could be listed: TLS to anywhere, and nothing else.
resource "aws_vpc_security_group_egress_rule" "functions" {
  count = local.with_network

  security_group_id = aws_security_group.functions[0].id
  description       = "TLS to AWS, Twilio, Slack and GitHub"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_iam_role_policy" "network" {
  for_each = toset(local.with_network == 1 ? keys(var.settings.functions) : [])

  name = "network"
  role = aws_iam_role.function[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # Lambda makes a function's network interface as the function, before it has a name: AWS's documentation has * here.
      Sid    = "OwnNetworkInterface"
      Effect = "Allow"
      Action = [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
      ]
      Resource = ["*"]
      },
      {
        # But the function's own code may not: only Lambda itself calls without the function's ARN.
        Sid    = "NotByItsCode"
        Effect = "Deny"
        Action = [
          "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource  = ["*"]
        Condition = { ArnEquals = { "lambda:SourceFunctionArn" = [local.function_arns[each.key]] } }
    }]
  })
}
