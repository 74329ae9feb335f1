# The audit as a table, and the questions that are asked of it first. Athena costs what it reads, and nothing idle.
locals {
  # What can be on the bus (a test holds it to the code).
  audit_types = [
    "AlertReceived", "AlertResolved", "ChangeReceived", "ConfigurationChanged", "EscalationExhausted", "IncidentAbsorbed",
    "IncidentAcknowledged", "IncidentDeclared", "IncidentEscalated", "IncidentMerged", "IncidentReopened", "IncidentResolved", "IncidentUpdated",
    "LevelReached", "NoteAdded", "PageAttempted", "RoleAssigned", "SeverityChanged",
  ]

  audit_questions = {
    who-paged-whom      = "Who was paged, by what, who had asked for it, and what became of it"
    who-changed-what    = "What people, monitors and the product itself did to incidents"
    who-configured-what = "What people and scripts changed in the configuration, and which of its fields"
    failed-deliveries   = "Pages that a provider did not take, or that did not arrive"
  }
}

resource "aws_glue_catalog_database" "audit" {
  name = replace("${local.name}-audit", "-", "_")
}

# No crawler: which folders there are follows from the day and the type.
resource "aws_glue_catalog_table" "audit" {
  name          = "events"
  database_name = aws_glue_catalog_database.audit.name
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    classification              = "json"
    "projection.enabled"        = "true"
    "projection.day.type"       = "date"
    "projection.day.format"     = "yyyy-MM-dd"
    "projection.day.range"      = "2026-01-01,NOW"
    "projection.type.type"      = "enum"
    "projection.type.values"    = join(",", local.audit_types)
    "storage.location.template" = "s3://${local.audit_bucket}/events/day=$${day}/type=$${type}/"
  }

  partition_keys {
    name = "day"
    type = "string"
  }
  partition_keys {
    name = "type"
    type = "string"
  }

  storage_descriptor {
    location      = "s3://${local.audit_bucket}/events/"
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
      parameters            = { "ignore.malformed.json" = "true" }
    }

    # As EventBridge sends them. The detail is kept as it came: each type has its own.
    dynamic "columns" {
      for_each = ["id", "source", "account", "time", "region", "detail"]
      content {
        name = columns.value
        type = "string"
      }
    }
  }
}

resource "aws_athena_workgroup" "audit" {
  name          = "${local.name}-audit"
  force_destroy = true # It holds questions and answers; the events are elsewhere.

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = false
    bytes_scanned_cutoff_per_query     = 10737418240 # 10 GB: 5 cents.

    result_configuration {
      output_location = "s3://${local.code_bucket}/answers/"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}

resource "aws_athena_named_query" "audit" {
  for_each = local.audit_questions

  name        = each.key
  description = each.value
  workgroup   = aws_athena_workgroup.audit.id
  database    = aws_glue_catalog_database.audit.name
  query       = file("${path.module}/queries/${each.key}.sql")
}

resource "aws_s3_bucket_lifecycle_configuration" "answers" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    id     = "answers"
    status = "Enabled"

    filter {
      prefix = "answers/"
    }

    expiration {
      days = 7
    }
  }
}
