/*
 * Stands in for `electrodb` in two ways.
 *
 * Its index requires everything. Here each part is an import of its own, so a function without a Service does not carry one.
 *
 * It requires all of `@aws-sdk/lib-dynamodb` and `@aws-sdk/util-dynamodb`. A required ES module is kept whole, with all that it
 * imports: every command of the DynamoDB client, 80 kB. So ElectroDB requires an empty slot, and these imports, which a bundler can
 * prune, fill it. Transactions are not among them: a strongly consistent global table has none (D1).
 */
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import slot from './sdk-slot.cjs';

Object.assign(slot, {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  marshall,
  unmarshall,
});

export { Entity } from 'electrodb/src/entity.js';
export { ElectroError, ElectroValidationError } from 'electrodb/src/errors.js';
export { CustomAttributeType, createCustomAttribute, createSchema } from 'electrodb/src/schema.js';
export { Service } from 'electrodb/src/service.js';
