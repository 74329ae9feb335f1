# Where the state is kept is said at `terraform init` by envs/backend.hcl: the state holds secrets (ADR 0016), so its
# bucket is encrypted, versioned and readable by those who deploy. docs/deploy.md makes it.
terraform {
  backend "s3" {}
}
