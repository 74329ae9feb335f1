# What was done to the account itself. One trail for all regions, whose management events AWS records once for nothing.
resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = module.primary.audit_bucket
  s3_key_prefix                 = "trail"
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true

  depends_on = [module.primary]
}

# Each region's bucket has what the other's has. S3 does not replicate what was replicated, so there is no circle.
resource "aws_s3_bucket_replication_configuration" "primary" {
  bucket = module.primary.audit_bucket
  role   = aws_iam_role.replication.arn

  rule {
    id     = "to-the-other-region"
    status = "Enabled"
    filter {}

    delete_marker_replication {
      status = "Disabled"
    }

    destination {
      bucket        = "arn:aws:s3:::${module.secondary.audit_bucket}"
      storage_class = "STANDARD"
    }
  }

  depends_on = [module.primary, module.secondary, aws_iam_role_policy.replication]
}

resource "aws_s3_bucket_replication_configuration" "secondary" {
  provider = aws.secondary

  bucket = module.secondary.audit_bucket
  role   = aws_iam_role.replication.arn

  rule {
    id     = "to-the-other-region"
    status = "Enabled"
    filter {}

    delete_marker_replication {
      status = "Disabled"
    }

    destination {
      bucket        = "arn:aws:s3:::${module.primary.audit_bucket}"
      storage_class = "STANDARD"
    }
  }

  depends_on = [module.primary, module.secondary, aws_iam_role_policy.replication]
}

locals {
  audit_buckets = [for region in [var.primary_region, var.secondary_region] : "arn:aws:s3:::${var.name}-audit-${local.account_id}-${region}"]
}

resource "aws_iam_role" "replication" {
  name = "${var.name}-replication"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "s3.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "replication" {
  name = "access"
  role = aws_iam_role.replication.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Buckets"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = local.audit_buckets
      },
      {
        Sid    = "ReadHereWriteThere"
        Effect = "Allow"
        Action = [
          "s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging", "s3:ReplicateObject", "s3:ReplicateTags",
        ]
        Resource = [for bucket in local.audit_buckets : "${bucket}/*"]
      },
    ]
  })
}
