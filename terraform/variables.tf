variable "name" {
  description = "What every resource's name begins with."
  type        = string
  default     = "pd-lite"
}

variable "primary_region" {
  type    = string
  default = "us-east-1"
}

variable "secondary_region" {
  type    = string
  default = "us-west-2"
}

variable "witness_region" {
  description = "Holds the third copy that a strongly consistent table needs. Of the same set of regions as the other two."
  type        = string
  default     = "us-east-2"
}

variable "table_consistency" {
  description = "strong: no state is lost with a region (RPO 0). eventual: seconds may be (ADR 0017). It cannot be changed later."
  type        = string
  default     = "strong"

  validation {
    condition     = contains(["strong", "eventual"], var.table_consistency)
    error_message = "table_consistency is strong or eventual."
  }
}

variable "deletion_protection" {
  description = "Whether tables refuse to be deleted. Off only where nothing is worth keeping."
  type        = bool
  default     = true
}

variable "lambda_runtime" {
  type    = string
  default = "nodejs22.x"
}

variable "artifacts" {
  description = "The folder that holds <function>.zip for every function, made by the build."
  type        = string
  default     = "../dist"
}

variable "reserve_concurrency" {
  description = "Whether lanes are kept within their concurrency. A new account's quota of 10 leaves no room for that: raise it, then switch it on."
  type        = bool
  default     = true
}

variable "public_url" {
  description = "Where the world reaches us, without a slash at the end. Empty: the domain, or without one each region's own API address."
  type        = string
  default     = ""
}

variable "secrets" {
  description = "The secrets that have a value by now. A function gets its secrets' variables once they are listed here (docs/deploy.md)."
  type        = set(string)
  default     = []
}

variable "twilio_from" {
  description = "The number that pages come from, as +12025550199. Empty: no pages by Twilio."
  type        = string
  default     = ""
}

variable "slack_announce_channel" {
  description = "The id of the channel that incidents are announced in."
  type        = string
  default     = ""
}

variable "email_from" {
  description = "The address that e-mail comes from, of a domain that SES knows. Empty: no e-mail."
  type        = string
  default     = ""
}

variable "sms_monthly_spend_usd" {
  description = "What SNS may spend on text messages in a month and region; AWS lets a new account have 1."
  type        = number
  default     = 1
}

variable "alarm_emails" {
  description = "Who hears when the system itself is not well. SNS sends it, so that it does not depend on the system."
  type        = set(string)
  default     = []
}

variable "audit_days" {
  description = "How long the audit keeps what happened, and nobody can delete it."
  type        = number
  default     = 400
}

variable "oidc_issuer" {
  description = "Another provider that signs people in, by its issuer. Empty: Cognito's pool with a domain, and API tokens only without."
  type        = string
  default     = ""
}

variable "oidc_client_id" {
  description = "What the dashboard is known as to that provider."
  type        = string
  default     = ""
}

variable "oidc_strangers" {
  description = "What somebody may do who can sign in and is not known here (docs/deploy.md). Empty: nothing."
  type        = string
  default     = ""
}

variable "break_glass_subjects" {
  description = "Subjects at that provider, with commas between, who may do everything when nobody else can."
  type        = string
  default     = ""
}

variable "github_redirect_uris" {
  description = "Where people may be sent back to after they signed in by GitHub, with commas between. Empty: the pool."
  type        = string
  default     = ""
}
