# CloudFront reads its certificate in us-east-1, an API in its own region. All are proven by records in the zone, and
# renew by them.
locals {
  # The names in the records come from Amazon and are not known beforehand; those that they are for are.
  proven_names = toset(local.has_domain ? concat([local.front_name, local.api_name], values(local.region_names)) : [])
}

resource "aws_acm_certificate" "front" {
  count    = local.with_domain
  provider = aws.edge

  domain_name       = local.front_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "primary" {
  count = local.with_domain

  domain_name               = local.api_name
  subject_alternative_names = [local.region_names[var.primary_region]]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "secondary" {
  count    = local.with_domain
  provider = aws.secondary

  domain_name               = local.api_name
  subject_alternative_names = [local.region_names[var.secondary_region]]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # A name has the same record in every region of an account: one record proves the name for both regions.
  proofs = { for proof in flatten([
    [for certificate in aws_acm_certificate.front : tolist(certificate.domain_validation_options)],
    [for certificate in aws_acm_certificate.primary : tolist(certificate.domain_validation_options)],
    [for certificate in aws_acm_certificate.secondary : tolist(certificate.domain_validation_options)],
  ]) : proof.domain_name => proof... }
}

resource "aws_route53_record" "proof" {
  for_each = local.proven_names

  zone_id = local.zone_id
  name    = local.proofs[each.key][0].resource_record_name
  type    = local.proofs[each.key][0].resource_record_type
  records = [local.proofs[each.key][0].resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "front" {
  count    = local.with_domain
  provider = aws.edge

  certificate_arn         = aws_acm_certificate.front[0].arn
  validation_record_fqdns = [aws_route53_record.proof[local.front_name].fqdn]
}

resource "aws_acm_certificate_validation" "primary" {
  count = local.with_domain

  certificate_arn         = aws_acm_certificate.primary[0].arn
  validation_record_fqdns = [for name in [local.api_name, local.region_names[var.primary_region]] : aws_route53_record.proof[name].fqdn]
}

resource "aws_acm_certificate_validation" "secondary" {
  count    = local.with_domain
  provider = aws.secondary

  certificate_arn         = aws_acm_certificate.secondary[0].arn
  validation_record_fqdns = [for name in [local.api_name, local.region_names[var.secondary_region]] : aws_route53_record.proof[name].fqdn]
}
