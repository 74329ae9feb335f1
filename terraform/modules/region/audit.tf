# What was on the bus, kept for years where nobody can change it: bus, Firehose, S3. Both regions' buckets have the events
# of both (the root's audit.tf), so that one region can be asked about everything when the other is gone (ADR 0022).
locals {
  audit_bucket = "${local.name}-audit-${local.account_id}-${var.region}"
  audit_trail  = "arn:aws:cloudtrail:*:${local.account_id}:trail/${local.name}" # It is in one region, and is of all.
  audit_stream = "arn:aws:firehose:${var.region}:${local.account_id}:deliverystream/${local.name}-audit"
}

resource "aws_s3_bucket" "audit" {
  bucket              = local.audit_bucket
  object_lock_enabled = true
  force_destroy       = !var.settings.deletion_protection
}

resource "aws_s3_bucket_versioning" "audit" {
  bucket = aws_s3_bucket.audit.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Governance: whoever has s3:BypassGovernanceRetention, and nobody of ours does, can delete what must be forgotten.
resource "aws_s3_bucket_object_lock_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.settings.audit_days
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "audit" {
  bucket = aws_s3_bucket_versioning.audit.id

  rule {
    id     = "forget"
    status = "Enabled"
    filter {}

    transition {
      days          = 90
      storage_class = "GLACIER_IR"
    }

    expiration {
      days = var.settings.audit_days + 1
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }
}

resource "aws_s3_bucket_public_access_block" "audit" {
  bucket                  = aws_s3_bucket.audit.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::${local.audit_bucket}", "arn:aws:s3:::${local.audit_bucket}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Sid       = "TrailLooks"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = "arn:aws:s3:::${local.audit_bucket}"
        Condition = { ArnLike = { "aws:SourceArn" = local.audit_trail } }
      },
      {
        Sid       = "TrailWrites"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::${local.audit_bucket}/trail/AWSLogs/${local.account_id}/*"
        Condition = { ArnLike = { "aws:SourceArn" = local.audit_trail }, StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.audit]
}

# One folder a day and a type of event: a question about a week reads a week.
resource "aws_kinesis_firehose_delivery_stream" "audit" {
  name        = "${local.name}-audit"
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = "arn:aws:s3:::${local.audit_bucket}"
    role_arn            = "arn:aws:iam::${local.account_id}:role/${aws_iam_role.audit.name}"
    prefix              = "events/day=!{timestamp:yyyy-MM-dd}/type=!{partitionKeyFromQuery:type}/"
    error_output_prefix = "not-read/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/"
    buffering_interval  = 300
    buffering_size      = 64 # The least that a stream with folders of its own may have.
    compression_format  = "GZIP"

    dynamic_partitioning_configuration {
      enabled = true
    }

    processing_configuration {
      enabled = true

      processors {
        type = "MetadataExtraction"
        parameters {
          parameter_name  = "MetadataExtractionQuery"
          parameter_value = "{type:.\"detail-type\"}"
        }
        parameters {
          parameter_name  = "JsonParsingEngine"
          parameter_value = "JQ-1.6"
        }
      }

      processors {
        type = "AppendDelimiterToRecord"
      }
    }
  }

  server_side_encryption {
    enabled  = true
    key_type = "AWS_OWNED_CMK"
  }

  depends_on = [aws_iam_role_policy.audit, aws_s3_bucket.audit]
}

resource "aws_iam_role" "audit" {
  name               = "${local.name}-${var.region}-audit"
  assume_role_policy = local.audit_trust["firehose.amazonaws.com"]
}

resource "aws_iam_role_policy" "audit" {
  name = "access"
  role = aws_iam_role.audit.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Bucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = ["arn:aws:s3:::${local.audit_bucket}"]
      },
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
        Resource = ["arn:aws:s3:::${local.audit_bucket}/events/*", "arn:aws:s3:::${local.audit_bucket}/not-read/*"]
      },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "audit" {
  name           = "${local.name}-audit"
  description    = "Everything that is ours, for the audit"
  event_bus_name = aws_cloudwatch_event_bus.this.name
  event_pattern  = jsonencode({ source = ["pd-lite"] })
}

resource "aws_cloudwatch_event_target" "audit" {
  rule           = aws_cloudwatch_event_rule.audit.name
  event_bus_name = aws_cloudwatch_event_bus.this.name
  arn            = local.audit_stream
  role_arn       = "arn:aws:iam::${local.account_id}:role/${aws_iam_role.audit_rule.name}"

  dead_letter_config {
    arn = aws_sqs_queue.failed_events.arn
  }

  depends_on = [aws_kinesis_firehose_delivery_stream.audit, aws_iam_role_policy.audit_rule]
}

resource "aws_iam_role" "audit_rule" {
  name               = "${local.name}-${var.region}-audit-rule"
  assume_role_policy = local.audit_trust["events.amazonaws.com"]
}

resource "aws_iam_role_policy" "audit_rule" {
  name = "access"
  role = aws_iam_role.audit_rule.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "HandOver"
      Effect   = "Allow"
      Action   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
      Resource = [local.audit_stream]
    }]
  })
}

locals {
  audit_trust = { for service in ["firehose.amazonaws.com", "events.amazonaws.com"] : service => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = service }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  }) }
}
