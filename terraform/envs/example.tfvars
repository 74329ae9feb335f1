# Copy to envs/<name>.tfvars, which stays out of the repository's history if you wish, and see variables.tf for the rest.
domain                 = { name = "pager.example.com", zone_id = "Z0123456789ABCDEFGHIJ" }
break_glass_emails     = ["first@example.com", "second@example.com"]
twilio_from            = "+12025550199"
slack_announce_channel = "C0INCIDENTS"
email_from             = "PD Lite <pd-lite@example.com>"
alarm_emails           = ["on-call@example.com"]
sms_monthly_spend_usd  = 1

# A new account's Lambda concurrency is 10: raise it first (docs/deploy.md), then leave this out.
reserve_concurrency = false

# Under $40 a month at 100 incidents (docs/cost.md). Without the firewall, API Gateway's limits alone stop a flood; with the
# slower checks a region that dies is noticed a minute later.
# waf                  = false
# health_check_seconds = 30

# Once their values are in Secrets Manager.
secrets = []
