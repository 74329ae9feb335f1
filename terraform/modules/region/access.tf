# Each function's own role, and in it what the manifest's `access` says and nothing else.
resource "aws_iam_role" "function" {
  for_each = local.function_names

  name = local.role_names[each.key]
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  for_each = local.function_names

  name = "access"
  role = local.role_names[each.key]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.statements[each.key]
  })

  depends_on = [aws_iam_role.function]
}

# Whoever holds a secret may open its own environment. Apart, since the key's ARN is known only once there is a key.
resource "aws_iam_role_policy" "own_variables" {
  for_each = toset([for name, secrets in local.secrets_of : name if length(secrets) > 0])

  name = "own-variables"
  role = local.role_names[each.key]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "OwnVariables"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = [var.key_arn]
    }]
  })

  depends_on = [aws_iam_role.function]
}

locals {
  # What a grant of the manifest means. A grant that is not here fails the plan: it would be a promise without effect.
  grant_statements = merge(
    {
      "table:read" = [{
        Sid      = "TableRead"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]
        Resource = [local.table_arn]
      }]
      "table:write" = [{
        Sid      = "TableWrite"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = [local.table_arn]
      }]
      # Apart: what works on incidents and pages can delete nothing of their record.
      "table:delete" = [{
        Sid      = "TableDelete"
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem"]
        Resource = [local.table_arn]
      }]
      "idempotency" = [{
        Sid      = "Idempotency"
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = [local.idempotency_arn]
      }]
      "events:put" = [{
        Sid      = "EventsPut"
        Effect   = "Allow"
        Action   = ["events:PutEvents"]
        Resource = [local.bus_arn]
      }]
      # A text message to a telephone has no resource to name: everything but topics is what only telephones are.
      "sms:publish" = [{
        Sid         = "SmsPublish"
        Effect      = "Allow"
        Action      = ["sns:Publish"]
        NotResource = ["arn:aws:sns:*:*:*"]
      }]
      "email:send" = var.settings.email_from == "" ? [] : [{
        Sid      = "EmailSend"
        Effect   = "Allow"
        Action   = ["ses:SendEmail"]
        Resource = ["arn:aws:ses:${var.region}:${local.account_id}:identity/${local.email_domain}"]
      }]
    },
    { for index in local.table_indexes : "index:${index}" => [{
      Sid      = "Index${title(index)}"
      Effect   = "Allow"
      Action   = ["dynamodb:Query"]
      Resource = ["${local.table_arn}/index/${index}"]
    }] },
    { for machine in keys(var.settings.state_machines) : "start:${machine}" => [{
      Sid      = "Start${replace(title(machine), "-", "")}"
      Effect   = "Allow"
      Action   = ["states:StartExecution"]
      Resource = ["${local.state_machine_prefix}${machine}"]
    }] },
    { for queue in local.queues : "queue:${queue}:send" => [{
      Sid      = "Send${join("", [for word in split("-", queue) : title(word)])}"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [local.queue_arns[queue]]
    }] },
    { for queue in local.queues : "queue:${queue}:receive" => [{
      Sid      = "Receive${join("", [for word in split("-", queue) : title(word)])}"
      Effect   = "Allow"
      Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      Resource = [local.queue_arns[queue]]
    }] },
    # A secret is variables of the environment, encrypted by our key, which Lambda opens as the function.
    { for secret in keys(var.secrets) : "secret:${secret}" => [] },
  )

  email_domain = trimsuffix(element(split("@", var.settings.email_from), -1), ">")

  statements = { for name, f in var.settings.functions : name => concat(
    [
      {
        Sid      = "OwnLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:${var.region}:${local.account_id}:log-group:${local.log_groups[name]}:*"]
      },
      {
        # X-Ray has no resource for a trace: AWS knows no narrower one than * for these two actions.
        Sid      = "Trace"
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = ["*"]
      },
    ],
    flatten([for grant in f.access : local.grant_statements[grant]]),
    contains(local.asynchronous, name) ? [{
      Sid      = "PutAside"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [local.failed_arn]
    }] : [],
  ) }
}
