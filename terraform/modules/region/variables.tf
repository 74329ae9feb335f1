variable "settings" {
  description = "What both regions have alike. The root says what each means."
  type = object({
    name                  = string
    account_id            = string
    functions             = any
    state_machines        = map(string)
    artifacts             = string
    lambda_runtime        = string
    reserve_concurrency   = bool
    deletion_protection   = bool
    public_url            = string
    sms_monthly_spend_usd = number
    alarm_emails          = set(string)
    email_from            = string
    audit_days            = number
    variables             = map(string)
  })
}

variable "region" {
  type = string
}

variable "key_arn" {
  description = "This region's copy of the key."
  type        = string
}

variable "secrets" {
  description = "The environment variables that each secret stands for."
  type        = map(map(string))
}

locals {
  name       = var.settings.name
  account_id = var.settings.account_id
}
