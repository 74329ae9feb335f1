# One key for what is at rest, in both regions: a replica of the table is encrypted where it lives.
resource "aws_kms_key" "state" {
  description             = "${var.name}: tables, secrets and what functions are told"
  multi_region            = true
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode(local.key_policy)
}

resource "aws_kms_alias" "state" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.state.key_id
}

resource "aws_kms_replica_key" "state" {
  provider                = aws.secondary
  description             = "${var.name}: tables, secrets and what functions are told"
  primary_key_arn         = aws_kms_key.state.arn
  deletion_window_in_days = 30
  policy                  = jsonencode(local.key_policy)
}

resource "aws_kms_alias" "secondary" {
  provider      = aws.secondary
  name          = "alias/${var.name}"
  target_key_id = aws_kms_replica_key.state.key_id
}

locals {
  key_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        # In a key's policy, * is the key itself. Whoever may administer keys in the account may administer this one.
        Sid       = "Administration"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${local.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # Whoever may use the table may use its key, and only by way of the table: no function needs a statement of its own.
        Sid       = "ThroughTheTable"
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:CreateGrant", "kms:DescribeKey"]
        Resource  = "*"
        Condition = {
          StringEquals = { "kms:CallerAccount" = local.account_id }
          StringLike   = { "kms:ViaService" = "dynamodb.*.amazonaws.com" }
        }
      },
    ]
  }
}
