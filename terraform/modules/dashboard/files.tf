# What the build made. A name in assets/ changes with its content and is kept for ever; everything else is asked for anew,
# so that nothing has to be taken out of caches after a deployment. Whoever has the old page open has its scripts from
# the service worker.
resource "aws_s3_object" "file" {
  for_each = fileset(var.files, "**")

  bucket        = aws_s3_bucket.this.id
  key           = each.key
  source        = "${var.files}/${each.key}"
  source_hash   = filemd5("${var.files}/${each.key}")
  content_type  = lookup(local.content_types, regex("[^.]*$", each.key), "application/octet-stream")
  cache_control = startswith(each.key, "assets/") ? "public, max-age=31536000, immutable" : "no-cache"
}

# Where the API is, and where to sign in.
resource "aws_s3_object" "config" {
  bucket        = aws_s3_bucket.this.id
  key           = "config.json"
  content       = var.config
  content_type  = "application/json"
  cache_control = "no-store"
}

locals {
  content_types = {
    css         = "text/css; charset=utf-8"
    html        = "text/html; charset=utf-8"
    js          = "text/javascript; charset=utf-8"
    json        = "application/json"
    png         = "image/png"
    svg         = "image/svg+xml"
    webmanifest = "application/manifest+json"
  }
}
