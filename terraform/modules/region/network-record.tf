# Who talked to whom, for 30 days: the reason to have a network at all.
resource "aws_flow_log" "this" {
  count = local.with_network

  vpc_id                   = aws_vpc.this[0].id
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.network[0].arn
  iam_role_arn             = aws_iam_role.network_record[0].arn
  max_aggregation_interval = 600
}

resource "aws_cloudwatch_log_group" "network" {
  count = local.with_network

  name              = "/aws/vpc/${local.name}"
  retention_in_days = 30
}

resource "aws_iam_role" "network_record" {
  count = local.with_network

  name = "${local.name}-${var.region}-network-record"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "network_record" {
  count = local.with_network

  name = "access"
  role = aws_iam_role.network_record[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "OwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = ["arn:aws:logs:${var.region}:${local.account_id}:log-group:/aws/vpc/${local.name}:*"]
    }]
  })
}

output "network" {
  description = "The network, as far as there is one: for tests."
  value = {
    private_subnets = [for subnet in aws_subnet.private : subnet.cidr_block]
    ways_out        = length(aws_nat_gateway.this)
    gateways        = keys(aws_vpc_endpoint.gateway)
    endpoints       = keys(aws_vpc_endpoint.interface)
    recorded        = length(aws_flow_log.this) == 1
    functions_in    = length([for f in aws_lambda_function.this : f if length(f.vpc_config) > 0])
    reaches         = [for rule in aws_vpc_security_group_egress_rule.functions : "${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"]
  }
}
