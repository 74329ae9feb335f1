import type { Served } from './laptop.ts';
import { type Plan, type Values, valuesOf } from './plan.ts';
import { type ShapeParts, shapeProblems } from './shape.ts';

/** One thing that is wrong. It changes the values of the plan it is given, which is nobody else's. */
interface Break {
  readonly what: string;
  /** Done to both regions alike: that they differ is another thing to see. */
  readonly region?: (of: (type: string, name: string) => Map<string, Values>) => void;
  readonly plan?: (plan: Plan) => void;
  readonly served?: (served: Served) => Served;
}

const REGIONS = ['module.primary', 'module.secondary'];

const set = (values: Values | undefined, name: string, value: unknown): void => {
  if (values?.[name] === undefined) throw new Error(`the plan has no ${name} to be broken`);
  values[name] = value;
};

const first = (values: Map<string, Values>): Values => {
  const [value] = values.values();
  if (!value) throw new Error('the plan has nothing of what is to be broken');
  return value;
};

const withPolicy = (values: Values | undefined, change: (statement: Values) => Values): void => {
  const policy = JSON.parse(values?.['policy']);
  const named = policy.Statement.findIndex(({ Sid }: Values) => Sid === 'TableRead');
  policy.Statement[named] = change(policy.Statement[named]);
  set(values, 'policy', JSON.stringify(policy));
};

const without = <K, V>(all: ReadonlyMap<K, V>): Map<K, V> => new Map([...all].slice(1));

const BREAKS: readonly Break[] = [
  {
    what: 'a function that is missing',
    plan: ({ resource_changes }) => {
      for (const module of REGIONS) {
        const isIt = ({ address }: { address: string }) => address === `${module}.aws_lambda_function.this["health"]`;
        (resource_changes as unknown[]).splice(resource_changes.findIndex(isIt), 1);
      }
    },
  },
  { what: 'another timeout', region: (of) => set(first(of('aws_lambda_function', 'this')), 'timeout', 899) },
  {
    what: 'a variable that a function is not told',
    region: (of) => {
      for (const { environment } of of('aws_lambda_function', 'this').values())
        delete environment[0].variables.PD_TABLE;
    },
  },
  {
    what: 'an action too many',
    region: (of) =>
      withPolicy(of('aws_iam_role_policy', 'function').get('get-incident'), (statement) => ({
        ...statement,
        Action: [...statement['Action'], 'dynamodb:DeleteTable'],
      })),
  },
  {
    what: 'a right to everything',
    region: (of) =>
      withPolicy(of('aws_iam_role_policy', 'function').get('get-incident'), (statement) => ({
        ...statement,
        Resource: ['*'],
      })),
  },
  {
    what: 'a route that asks for no token',
    region: (of) => set(of('aws_apigatewayv2_route', 'this').get('POST /v1/incidents'), 'authorization_type', 'NONE'),
  },
  {
    what: 'a route to another function',
    region: (of) => set(first(of('aws_lambda_permission', 'route')), 'function_name', 'pd-lite-health'),
  },
  {
    what: 'an event that nobody hears',
    region: (of) => set(first(of('aws_cloudwatch_event_rule', 'this')), 'event_pattern', '{"detail-type":[]}'),
  },
  {
    what: 'a schedule at another rate',
    region: (of) => set(first(of('aws_scheduler_schedule', 'this')), 'schedule_expression', 'rate(7 minutes)'),
  },
  {
    what: 'a state machine of before',
    region: (of) => set(first(of('aws_sfn_state_machine', 'this')), 'definition', '{"StartAt":"Old"}'),
  },
  {
    what: 'another size of batches',
    region: (of) => set(first(of('aws_lambda_event_source_mapping', 'this')), 'batch_size', 77),
  },
  {
    what: 'an index that is missing',
    plan: (plan) => {
      const table = plan.resource_changes.find(({ address }) => address === 'aws_dynamodb_table.state[0]');
      table?.change.after?.['global_secondary_index'].pop();
    },
  },
  {
    what: 'logs that one region keeps for longer',
    plan: (plan) =>
      set(first(valuesOf(plan, 'module.primary', 'aws_cloudwatch_log_group', 'function')), 'retention_in_days', 7),
  },
  { what: 'a route that the laptop does not serve', served: (it) => ({ ...it, routes: without(it.routes) }) },
  {
    what: 'an event that nobody hears on the laptop',
    served: (it) => ({ ...it, events: new Map([...it.events].map(([type]) => [type, []])) }),
  },
  { what: 'a schedule that the laptop does not have', served: (it) => ({ ...it, schedules: without(it.schedules) }) },
  { what: 'a queue that nobody empties on the laptop', served: (it) => ({ ...it, queues: without(it.queues) }) },
];

/** Breaks a good plan, one thing at a time. @returns what went unseen: nothing, where the check can be believed */
export const unseenBreaks = (plan: Plan, parts: ShapeParts): string[] =>
  BREAKS.flatMap(({ what, region, plan: change, served }) => {
    const broken = structuredClone(plan);
    for (const module of REGIONS) region?.((type, name) => valuesOf(broken, module, type, name));
    change?.(broken);
    const problems = shapeProblems(broken, served ? { ...parts, served: served(parts.served) } : parts);
    return problems.length > 0 ? [] : [`${what}: nothing is said of it`];
  });

export const BREAKS_TRIED = BREAKS.length;
