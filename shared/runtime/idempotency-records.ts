import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { endpoint, environment } from './environment.ts';

/**
 * Where it is remembered what was done already: short-lived, in a table of its own that forgets by itself. Whoever uses
 * it needs one of its own: it keeps the settings of its first use.
 */
export const idempotencyRecords = () => {
  const url = endpoint('AWS_ENDPOINT_URL_DYNAMODB');
  return new DynamoDBPersistenceLayer({
    tableName: environment('PD_IDEMPOTENCY_TABLE'),
    awsSdkV3Client: new DynamoDBClient({
      region: environment('PD_REGION'),
      ...(url ? { endpoint: url } : {}),
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
    }),
  });
};
