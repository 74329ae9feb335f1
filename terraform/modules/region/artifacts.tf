# What is deployed: one zip for each function, named by its content, so that a rollback finds what it was.
resource "aws_s3_bucket" "artifacts" {
  bucket        = local.code_bucket
  force_destroy = true # It holds nothing that the build does not make again.
}

resource "aws_s3_bucket_public_access_block" "artifacts" {
  bucket                  = aws_s3_bucket.artifacts.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

locals {
  zips = { for name in keys(var.settings.functions) : name => "${var.settings.artifacts}/${name}.zip" }
  code = { for name, zip in local.zips : name => filebase64sha256(zip) }

  code_keys = { for name, zip in local.zips : name => "${name}/${filesha256(zip)}.zip" }
}

resource "aws_s3_object" "function" {
  for_each = local.function_names

  bucket = aws_s3_bucket.artifacts.id
  key    = local.code_keys[each.key]
  source = local.zips[each.key]

  lifecycle {
    create_before_destroy = true
  }
}
