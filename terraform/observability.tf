# One dashboard for both regions: is whoever should be paged paged, how fast, and does the system itself run? Every line
# is there once for each region. CloudWatch has three dashboards for nothing.
resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    start   = "-PT3H"
    widgets = concat([local.dashboard_text], local.dashboard_graphs)
  })
}

locals {
  dashboard_regions = [
    { name = var.primary_region, api = module.primary.api_id },
    { name = var.secondary_region, api = module.secondary.api_id },
  ]

  dashboard_text = {
    type = "text", x = 0, y = 0, width = 24, height = 3
    properties = { markdown = join("\n", [
      "# ${var.name}: incident health and paging delivery",
      "Service levels: a page is with its provider within **30 s** of the alert, Slack has its answer within **1 s**, the API's p99 is under **200 ms**.",
      "Suggestions within **5 s** get their graph here with the advisers: they have no metric yet. Every mark has an alarm; docs/runbook.md says what to do.",
    ]) }
  }

  # Our own metrics are those of shared/runtime/metrics.ts. API stands for a region's own API.
  graphs = [
    { title = "From the alert to the provider, ms", mark = 30000, stat = "p99", series = [local.own_metric["AcceptToPage"]] },
    { title = "Pages", mark = 0, stat = "Sum", series = [for name in ["PagesSent", "PagesUnreached", "EscalationsExhausted"] : local.own_metric[name]] },
    { title = "Providers that fail", mark = 0, stat = "Sum", series = [for name in ["ProviderFailures", "BreakersOpened"] : local.own_metric[name]] },
    { title = "Until somebody answered, s", mark = 0, stat = "p90", series = [local.own_metric["TimeToAcknowledge"]] },
    { title = "Until it was over, s", mark = 0, stat = "p90", series = [local.own_metric["TimeToResolve"]] },
    { title = "Until Slack had its answer, ms", mark = 1000, stat = "p99", series = [["PDLite", "ChatAck"]] },
    { title = "The API, ms", mark = 200, stat = "p99", series = [["AWS/ApiGateway", "Latency", "ApiId", "API"]] },
    { title = "The API: requests, and those it failed", mark = 0, stat = "Sum", series = [for name in ["Count", "5xx"] : ["AWS/ApiGateway", name, "ApiId", "API"]] },
    { title = "Alerts that wait for the table", mark = 0, stat = "Sum", series = [local.own_metric["AlertsSpilled"]] },
    { title = "The oldest thing that the sweeper found, s", mark = 120, stat = "Maximum", series = [local.own_metric["SweepLag"]] },
    { title = "The heartbeat: sweeps in five minutes", mark = 0, stat = "Sum", series = [["AWS/Lambda", "Invocations", "FunctionName", "${var.name}-sweep"]] },
    { title = "Asked from the other: a region that is not well", mark = 0, stat = "Sum", series = [local.own_metric["OtherRegionUnwell"]] },
    { title = "Functions that failed, or were refused", mark = 0, stat = "Sum", series = [for name in ["Errors", "Throttles"] : ["AWS/Lambda", name]] },
    { title = "What was given up", mark = 0, stat = "Maximum", series = [for queue in module.primary.dead_queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]] },
  ]
  own_metric = { for name in [
    "AcceptToPage", "PagesSent", "PagesUnreached", "ProviderFailures", "BreakersOpened", "AlertsSpilled",
    "EscalationsExhausted", "OtherRegionUnwell", "SweepLag", "TimeToAcknowledge", "TimeToResolve",
  ] : name => ["PDLite", name, "service", "pd-lite"] }

  dashboard_graphs = [for at, graph in local.graphs : {
    type = "metric", x = 8 * (at % 3), y = 3 + 6 * floor(at / 3), width = 8, height = 6
    properties = {
      title  = graph.title
      region = var.primary_region
      stat   = graph.stat
      period = 300
      metrics = flatten([for metric in graph.series : [for region in local.dashboard_regions : {
        line = concat([for part in metric : part == "API" ? region.api : part], [{ region = region.name, label = "${region.name} ${metric[1]}" }])
      }]])[*].line
      annotations = { horizontal = graph.mark == 0 ? [] : [{ label = "the mark", value = graph.mark }] }
    }
  }]
}
