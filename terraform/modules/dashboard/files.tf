# Where the API is and where to sign in. Everything else is uploaded by `npm run deploy`: beside what is there, so that
# whoever has the old page open still finds its scripts.
resource "aws_s3_object" "config" {
  bucket        = aws_s3_bucket.this.id
  key           = "config.json"
  content       = var.config
  content_type  = "application/json"
  cache_control = "no-store"
}
