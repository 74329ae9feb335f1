# SNS sends a page when Twilio is not well. These are the account's settings in this region.
resource "aws_sns_sms_preferences" "this" {
  default_sms_type    = "Transactional"
  monthly_spend_limit = var.settings.sms_monthly_spend_usd
}
