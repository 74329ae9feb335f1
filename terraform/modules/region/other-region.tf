# Each region asks the other every minute how it is (functions/watch-region). Where Route 53 keeps its metrics may be what
# has failed: this alarm lies in the region that has not.
variable "other_region_url" {
  description = "The other region's own address. Empty: nobody is watched."
  type        = string
  default     = ""
}

resource "aws_cloudwatch_metric_alarm" "other_region" {
  count = var.other_region_url == "" ? 0 : 1

  alarm_name          = "${local.name}-other-region-unwell"
  alarm_description   = "Asked from here, the other region has not been well for three minutes. docs/runbook.md says what to look at."
  namespace           = "PDLite"
  metric_name         = "OtherRegionUnwell"
  dimensions          = { service = "pd-lite" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 4
  datapoints_to_alarm = 3
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

output "watches" {
  value = try(aws_lambda_function.this["watch-region"].environment[0].variables["PD_OTHER_REGION_URL"], "")
}
