variable "bucket" {
  type = string
}

variable "files" {
  description = "The folder that the build wrote the dashboard to."
  type        = string
}

variable "config" {
  description = "What /config.json says."
  type        = string
}

variable "distribution_arn" {
  description = "Who may read the files, and nobody else."
  type        = string
}
