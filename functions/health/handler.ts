import { callAws } from '../../shared/runtime/edge/aws-call.ts';
import { endpoint, environment, once } from '../../shared/runtime/environment.ts';
import { type HttpHandler, http } from '../../shared/runtime/http/http.ts';
import { json } from '../../shared/runtime/http/response.ts';

interface Deps {
  readonly region: string;
  /** Asks the table for an item that is not there, consistently. True when it said so within `ms` milliseconds. */
  readonly tableAnswers: (ms: number) => Promise<boolean>;
}

const TRIES_MAX = 2;
/** Both together, and a cold start, within the two seconds that Route 53 waits for an answer. */
const TRY_MS_MAX = 600;

const tableAnswers = async (ms: number): Promise<boolean> => {
  const region = environment('PD_REGION');
  const url = new URL(`${endpoint('AWS_ENDPOINT_URL_DYNAMODB') ?? `https://dynamodb.${region}.amazonaws.com`}/`);
  const body = {
    TableName: environment('PD_TABLE'),
    Key: { pk: { S: 'health' }, sk: { S: 'health' } },
    ConsistentRead: true,
    ProjectionExpression: 'pk',
  };
  const call = { service: 'dynamodb', url, target: 'DynamoDB_20120810.GetItem', body } as const;
  return callAws(call, ms).then(
    ({ statusCode }) => statusCode === 200,
    () => false,
  );
};

const dependencies = once((): Deps => ({ region: environment('PD_REGION'), tableAnswers }));

/**
 * GET /v1/health: 200 while this region can take alerts in, which is while the table answers it; otherwise 503. It looks
 * at nothing else: what state machines or the bus did not take stays marked, and the other region's sweep does it within
 * the minute, so that to move everybody away for it would be worse (ADR 0020).
 */
export const health: HttpHandler<Deps> = async ({ region, tableAnswers: answers }) => {
  for (let tried = 0; tried < TRIES_MAX; tried += 1) {
    if (await answers(TRY_MS_MAX)) return json(200, { status: 'ok', region });
  }
  return json(503, { status: 'table-does-not-answer', region });
};

export const handler = http(health, { deps: dependencies, role: 'public', direct: true });
