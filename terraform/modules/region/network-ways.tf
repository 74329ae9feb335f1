# The ways out: to the table and to S3 for nothing, to the other services that functions call by endpoints, and to Twilio,
# Slack, GitHub and who signs people in by a NAT gateway. Lambda itself writes logs and traces, from outside the network.
resource "aws_internet_gateway" "this" {
  count = local.with_network

  vpc_id = aws_vpc.this[0].id
}

resource "aws_eip" "nat" {
  for_each = local.zone_subnets

  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  for_each = local.zone_subnets

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id

  tags = { Name = "${local.name}-${each.key}" }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  count = local.with_network

  vpc_id = aws_vpc.this[0].id
}

resource "aws_route" "public" {
  count = local.with_network

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route_table_association" "public" {
  for_each = local.zone_subnets

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route_table" "private" {
  for_each = local.zone_subnets

  vpc_id = aws_vpc.this[0].id
}

resource "aws_route" "private" {
  for_each = local.zone_subnets

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.key].id
}

resource "aws_route_table_association" "private" {
  for_each = local.zone_subnets

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

# These cost nothing.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(local.with_network == 1 ? ["dynamodb", "s3"] : [])

  vpc_id            = aws_vpc.this[0].id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for table in aws_route_table.private : table.id]
}

# These cost by the hour and zone: only what a page or an alert waits for, so that they do not wait for the way out.
resource "aws_vpc_endpoint" "interface" {
  for_each = toset(local.with_network == 1 ? ["events", "sns", "sqs", "states"] : [])

  vpc_id              = aws_vpc.this[0].id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = aws_security_group.endpoints[*].id

  # Its own account's callers: nobody brings somebody else's credentials in here to carry something out.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "${each.key}:*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalAccount" = local.account_id } }
    }]
  })
}

resource "aws_security_group" "endpoints" {
  count = local.with_network

  name        = "${local.name}-endpoints"
  description = "AWS services, for functions"
  vpc_id      = aws_vpc.this[0].id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count = local.with_network

  security_group_id            = aws_security_group.endpoints[0].id
  description                  = "TLS from functions"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.functions[0].id
}
