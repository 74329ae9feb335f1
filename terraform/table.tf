# The state: one table in both regions (D1). Its keys and indexes are those of shared/data/table.ts.
locals {
  table_name    = "${var.name}-state"
  table_strong  = var.table_consistency == "strong"
  table_indexes = { list = "list", due = "due", outbox = "outbox" }
  table_attributes = concat(
    ["pk", "sk"],
    flatten([for prefix in values(local.table_indexes) : ["${prefix}Pk", "${prefix}Sk"]]),
  )
}

# Eventual: each region writes its own copy, and the last writer of an item wins. Leases and fences are not safe then.
resource "aws_dynamodb_table" "state" {
  count = local.table_strong ? 0 : 1

  name                        = local.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  stream_enabled              = true # Replication needs it.
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = local.table_attributes
    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = local.table_indexes
    content {
      name            = global_secondary_index.key
      hash_key        = "${global_secondary_index.value}Pk"
      range_key       = "${global_secondary_index.value}Sk"
      projection_type = "KEYS_ONLY"
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.state.arn
  }

  lifecycle {
    ignore_changes = [replica] # It is a resource of its own, which knows how to protect itself.
  }
}

resource "aws_dynamodb_table_replica" "state" {
  count    = local.table_strong ? 0 : 1
  provider = aws.secondary

  global_table_arn            = aws_dynamodb_table.state[0].arn
  kms_key_arn                 = aws_kms_replica_key.state.arn
  point_in_time_recovery      = true
  deletion_protection_enabled = var.deletion_protection
}

# Strong: the provider's 5.100 has no consistency mode, so a stack makes the table (ADR 0017 says when this goes).
resource "aws_cloudformation_stack" "state" {
  count = local.table_strong ? 1 : 0

  name = local.table_name
  template_body = jsonencode({
    Resources = {
      Table = {
        Type                = "AWS::DynamoDB::GlobalTable"
        DeletionPolicy      = "Retain"
        UpdateReplacePolicy = "Retain"
        Properties = {
          TableName              = local.table_name
          BillingMode            = "PAY_PER_REQUEST"
          MultiRegionConsistency = "STRONG"
          GlobalTableWitnesses   = [{ Region = var.witness_region }]
          KeySchema = [
            { AttributeName = "pk", KeyType = "HASH" },
            { AttributeName = "sk", KeyType = "RANGE" },
          ]
          AttributeDefinitions = [for name in local.table_attributes : { AttributeName = name, AttributeType = "S" }]
          GlobalSecondaryIndexes = [for name, prefix in local.table_indexes : {
            IndexName = name
            KeySchema = [
              { AttributeName = "${prefix}Pk", KeyType = "HASH" },
              { AttributeName = "${prefix}Sk", KeyType = "RANGE" },
            ]
            Projection = { ProjectionType = "KEYS_ONLY" }
          }]
          StreamSpecification = { StreamViewType = "NEW_AND_OLD_IMAGES" }
          SSESpecification    = { SSEEnabled = true, SSEType = "KMS" }
          Replicas = [for region, key in local.table_keys : {
            Region                           = region
            DeletionProtectionEnabled        = var.deletion_protection
            PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled = true }
            SSESpecification                 = { KMSMasterKeyId = key }
          }]
        }
      }
    }
  })
}

locals {
  table_keys = {
    (var.primary_region)   = aws_kms_key.state.arn
    (var.secondary_region) = aws_kms_replica_key.state.arn
  }
}
