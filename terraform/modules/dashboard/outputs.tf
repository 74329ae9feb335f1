output "domain_name" {
  value = aws_s3_bucket.this.bucket_regional_domain_name
}

output "shape" {
  description = "Who can read it: for tests."
  value = {
    is_private = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    policy = aws_s3_bucket_policy.this.policy
  }
}
