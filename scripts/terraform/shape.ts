import { isDeepStrictEqual } from 'node:util';
import { tables } from '../../shared/data/table.ts';
import { VARIABLES } from '../../shared/runtime/environment.ts';
import { deadQueueOf } from '../local/aws/queue-pump.ts';
import { queuesOf, triggersOf } from '../local/manifest.ts';
import { PREFIX } from '../local/names.ts';
import type { Manifest } from '../manifest.ts';
import { edgeProblems } from './edge-shape.ts';
import type { Served, Tried } from './laptop.ts';
import { type Plan, type Values, valuesOf } from './plan.ts';
import { ACCOUNT } from './stand-in.ts';

/** Which module is which region. */
const REGIONS = { 'module.primary': 'us-east-1', 'module.secondary': 'us-west-2' } as const;

/** The variables that the value of each secret has (docs/deploy.md). */
const SECRET_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  slack: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
  webhook: ['PD_WEBHOOK_SECRET'],
  github: ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'GITHUB_SIGNING_KEY'],
};

/** What a grant lets a function do. Said a second time, and apart, since it is what must not change unseen. */
const ACTIONS: readonly (readonly [grant: RegExp, actions: readonly string[]])[] = [
  [/^table:read$/, ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']],
  [/^table:write$/, ['dynamodb:PutItem', 'dynamodb:UpdateItem']],
  [/^table:delete$/, ['dynamodb:DeleteItem']],
  [/^index:/, ['dynamodb:Query']],
  [/^idempotency$/, ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']],
  [/^start:/, ['states:StartExecution']],
  [/^events:put$/, ['events:PutEvents']],
  [/^queue:.*:send$/, ['sqs:SendMessage']],
  [/^queue:.*:receive$/, ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']],
  [/^sms:publish$/, ['sns:Publish']],
  [/^email:send$/, ['ses:SendEmail']],
  // Its key is known by its ARN once it is there: that is a policy of its own, whose text a plan does not show.
  [/^secret:/, []],
];
const EVERYBODY = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

export interface ShapeParts {
  readonly manifest: Manifest;
  /** The variables that a function's code names (`variablesIn` its bundle). */
  readonly variables: (functionName: string) => readonly string[];
  readonly stateMachine: (name: string) => string;
  /** What runs what on the laptop, for all that the plan has (`triedOf`). */
  readonly served: Served;
}

/** One region's part of the plan, and what it is held to. */
interface Side extends ShapeParts {
  readonly plan: Plan;
  readonly module: string;
  readonly region: string;
}

/** A set against what it must be: what is missing and what is too much, in words. */
const setProblems = (what: string, found: Iterable<string>, wanted: Iterable<string>): string[] => {
  const [has, must] = [new Set(found), new Set(wanted)];
  return [
    ...[...must].filter((one) => !has.has(one)).map((one) => `${what}: ${one} is missing`),
    ...[...has].filter((one) => !must.has(one)).map((one) => `${what}: ${one} is there, and nothing asks for it`),
  ];
};

const equalProblems = (what: string, found: unknown, wanted: unknown): string[] =>
  isDeepStrictEqual(found, wanted) ? [] : [`${what}: is ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`];

const functionProblems = ({ plan, module, manifest }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_lambda_function', 'this');
  return [
    ...setProblems(`${module} functions`, planned.keys(), Object.keys(manifest.functions)),
    ...Object.entries(manifest.functions).flatMap(([name, entry]) => {
      const { function_name, memory_size, timeout, architectures } = planned.get(name) ?? {};
      const found = [function_name, memory_size, timeout, architectures];
      return equalProblems(`${module} ${name}`, found, [
        `${PREFIX}-${name}`,
        entry.memoryMb,
        entry.timeoutSeconds,
        ['arm64'],
      ]);
    }),
  ];
};

/** The variables that a function's code names. Bundles are pruned: what a function does not use is not in its text. */
export const variablesIn = (bundle: string): string[] =>
  VARIABLES.filter((name) => new RegExp(`(?<![A-Z_])${name}(?![A-Z_])`).test(bundle));

/** What a grant of the manifest gives: a function that is given it and never reads it has a right too many. */
const GRANTED = /^(PD_TABLE|PD_IDEMPOTENCY_TABLE|PD_BUS|PD_STATE_MACHINE_PREFIX|PD_.*QUEUE_URL)$/;

/** A function is told what its code asks for, and is granted nothing that its code never asks for. */
const environmentProblems = ({ plan, module, manifest, variables }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_lambda_function', 'this');
  return Object.entries(manifest.functions).flatMap(([name, { access }]) => {
    const secrets = access.flatMap((grant) => SECRET_VARIABLES[grant.replace(/^secret:/, '')] ?? []);
    const told = [...Object.keys(planned.get(name)?.['environment']?.[0]?.variables ?? {}), ...secrets];
    const asked = variables(name);
    const missing = asked.filter((variable) => !told.includes(variable));
    const unused = told.filter((variable) => GRANTED.test(variable) && !asked.includes(variable));
    return [
      ...missing.map((one) => `${module} ${name}: its code reads ${one}, which it is not told: see its access`),
      ...unused.map((one) => `${module} ${name}: its access gives it ${one}, which its code never reads`),
    ];
  });
};

interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
}

const statementsOf = (values: Values | undefined): Statement[] =>
  JSON.parse(values?.['policy'] ?? '{"Statement":[]}').Statement;

/** Every statement names what it is about, in its own region, but for those that have nothing to name. */
const reachProblems = (statements: readonly Statement[], region: string): string[] => {
  const named = statements.flatMap(({ Resource = [] }) => Resource).filter((arn) => arn !== '*');
  const wide = statements.filter(
    ({ Sid, Resource, NotResource }) =>
      (Resource?.includes('*') && Sid !== 'Trace') || (NotResource && Sid !== 'SmsPublish'),
  );
  return [
    ...named.filter((arn) => !arn.split(':').includes(region)).map((arn) => `reaches into another region: ${arn}`),
    ...wide.map(({ Sid }) => `${Sid} has no resource, and no reason`),
  ];
};

const roleProblems = ({ plan, module, manifest, region }: Side): string[] => {
  const roles = valuesOf(plan, module, 'aws_iam_role', 'function');
  const policies = valuesOf(plan, module, 'aws_iam_role_policy', 'function');
  const opened = valuesOf(plan, module, 'aws_iam_role_policy', 'own_variables');
  const functions = Object.entries(manifest.functions);
  const secretive = functions.filter(([, { access }]) => access.some((grant) => grant.startsWith('secret:')));
  const own = new Set([...roles.values()].map(({ name }) => name)).size;
  return [
    ...equalProblems(`${module}: roles of their own`, own, functions.length),
    ...setProblems(
      `${module} roles that may open their environment`,
      opened.keys(),
      secretive.map(([name]) => name),
    ),
    ...functions.flatMap(([name, { access, triggers }]) => {
      const statements = statementsOf(policies.get(name));
      const aside = triggers.some(({ type }) => type === 'event' || type === 'schedule') ? ['sqs:SendMessage'] : [];
      const granted = access.flatMap((grant) => ACTIONS.find(([pattern]) => pattern.test(grant))?.[1] ?? [grant]);
      const found = statements.flatMap(({ Action }) => Action);
      return [
        ...setProblems(`${module} role of ${name}`, found, [...EVERYBODY, ...aside, ...granted]),
        ...reachProblems(statements, region).map((problem) => `${module} role of ${name}: ${problem}`),
      ];
    }),
  ];
};

const routeProblems = ({ plan, module, manifest }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_apigatewayv2_route', 'this');
  const permitted = valuesOf(plan, module, 'aws_lambda_permission', 'route');
  const served = triggersOf(manifest, 'http').map(({ name, trigger }) => ({
    name,
    key: `${trigger.method} ${trigger.path}`,
    authorization: trigger.role === 'public' ? 'NONE' : 'CUSTOM',
  }));
  const keys = served.map(({ key }) => key);
  return [
    ...setProblems(`${module} routes`, planned.keys(), keys),
    ...served.flatMap(({ name, key, authorization }) => [
      ...equalProblems(`${module} ${key}`, planned.get(key)?.['authorization_type'], authorization),
      ...equalProblems(`${module} ${key}`, permitted.get(key)?.['function_name'], `${PREFIX}-${name}`),
    ]),
  ];
};

const eventProblems = ({ plan, module, manifest }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_cloudwatch_event_rule', 'this');
  const wanted = triggersOf(manifest, 'event');
  const names = wanted.map(({ name }) => name);
  return [
    ...setProblems(`${module} event rules`, planned.keys(), names),
    ...wanted.flatMap(({ name, trigger }) => {
      const pattern = JSON.parse(planned.get(name)?.['event_pattern'] ?? '{}');
      const asked = { source: ['pd-lite'], 'detail-type': trigger.detailTypes };
      return equalProblems(`${module} events of ${name}`, pattern, asked);
    }),
  ];
};

const scheduleProblems = ({ plan, module, manifest }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_scheduler_schedule', 'this');
  const wanted = triggersOf(manifest, 'schedule');
  const names = wanted.map(({ name }) => name);
  return [
    ...setProblems(`${module} schedules`, planned.keys(), names),
    ...wanted.flatMap(({ name, trigger }) => {
      const [, minutes] = /^rate\((\d+) minutes?\)$/.exec(planned.get(name)?.['schedule_expression'] ?? '') ?? [];
      return equalProblems(`${module} schedule of ${name}`, Number(minutes) * 60, trigger.everySeconds);
    }),
  ];
};

const stateMachineProblems = ({ plan, module, manifest, region, stateMachine }: Side): string[] => {
  const planned = valuesOf(plan, module, 'aws_sfn_state_machine', 'this');
  const functions = `arn:aws:lambda:${region}:${ACCOUNT}:function:${PREFIX}-`;
  return [
    ...setProblems(`${module} state machines`, planned.keys(), manifest.stateMachines),
    ...manifest.stateMachines.flatMap((name) => {
      const filled = stateMachine(name).replaceAll(/\$\{([a-z-]+)\}/g, (_, task) => `${functions}${task}`);
      const definition = JSON.parse(planned.get(name)?.['definition'] ?? '{}');
      return equalProblems(`${module} ${name}`, definition, JSON.parse(filled));
    }),
  ];
};

const queueProblems = ({ plan, module, manifest }: Side): string[] => {
  const named = (resource: string) =>
    [...valuesOf(plan, module, 'aws_sqs_queue', resource).values()].map(({ name }) => name);
  const queues = queuesOf(manifest);
  const mappings = valuesOf(plan, module, 'aws_lambda_event_source_mapping', 'this');
  const consumers = triggersOf(manifest, 'queue').map(({ trigger }) => trigger);
  const consumed = consumers.map(({ queue }) => queue);
  const own = queues.map((queue) => `${PREFIX}-${queue}`);
  const dead = queues.map((queue) => `${PREFIX}-${deadQueueOf(queue)}`);
  return [
    ...setProblems(`${module} queues`, named('this'), own),
    ...setProblems(`${module} dead queues`, named('dead'), dead),
    ...setProblems(`${module} queues with a function`, mappings.keys(), consumed),
    ...consumers.flatMap(({ queue, batchSize }) =>
      equalProblems(`${module} ${queue}`, mappings.get(queue)?.['batch_size'], batchSize),
    ),
  ];
};

/** The table's keys and indexes are those that the stores are written for. */
const tableProblems = (plan: Plan): string[] => {
  const changes = plan.resource_changes;
  const state = changes.find(({ address }) => address === 'aws_dynamodb_table.state[0]')?.change.after ?? {};
  const [wanted] = tables({ table: `${PREFIX}-state`, idempotency: `${PREFIX}-idempotency` });
  const keys = (schema: readonly { AttributeName?: string | undefined }[] = []) =>
    schema.map(({ AttributeName }) => AttributeName);
  const indexes = (wanted?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) =>
    [IndexName, ...keys(KeySchema), Projection?.ProjectionType].join(' '),
  );
  const planned = ((state['global_secondary_index'] ?? []) as Values[]).map((index) =>
    [index['name'], index['hash_key'], index['range_key'], index['projection_type']].join(' '),
  );
  const found = [state['name'], state['hash_key'], state['range_key']];
  return [
    ...equalProblems('the table', found, [wanted?.TableName, ...keys(wanted?.KeySchema)]),
    ...setProblems("the table's indexes", planned, indexes),
  ];
};

/** Each region's values by what a name is to it: its own, or the other's, which it watches. */
const alike = (values: string, own: string): string => {
  const other = Object.values(REGIONS).find((region) => region !== own) as string;
  return values.replaceAll(own, 'REGION').replaceAll(other, 'OTHER-REGION');
};

/** What one region has, the other has too, but for the regions' names. */
const likenessProblems = (plan: Plan): string[] => {
  const [one, other] = Object.entries(REGIONS).map(
    ([module, region]) =>
      new Map(
        plan.resource_changes
          .filter(({ module_address }) => module_address === module)
          .map(({ address, change }) => [address.slice(module.length), alike(JSON.stringify(change.after), region)]),
      ),
  ) as [Map<string, string>, Map<string, string>];
  const different = [...one].filter(([address, values]) => other.has(address) && other.get(address) !== values);
  return [
    ...setProblems('the secondary region', other.keys(), one.keys()),
    ...different.map(([address]) => `${address} differs between the regions`),
  ];
};

/** Every trigger of the plan's primary region, to be tried on the laptop. */
export const triedOf = (plan: Plan): Tried => {
  const of = (type: string, name: string) => valuesOf(plan, 'module.primary', type, name);
  const patterns = [...of('aws_cloudwatch_event_rule', 'this').values()].map(({ event_pattern }) => event_pattern);
  return {
    routes: of('aws_apigatewayv2_route', 'this').keys(),
    types: new Set(patterns.flatMap((pattern) => (JSON.parse(pattern ?? '{}')['detail-type'] ?? []) as string[])),
    queues: of('aws_sqs_queue', 'this').keys(),
  };
};

/** What AWS runs at a request, an event, a message or a time is what the laptop runs then. */
const laptopProblems = ({ plan, module, served }: Side): string[] => {
  const of = (type: string, name: string) => valuesOf(plan, module, type, name);
  const named = (values: Values) => String(values['function_name']).slice(PREFIX.length + 1);
  const routes = [...of('aws_apigatewayv2_route', 'this')].map(([key, { authorization_type }]) => {
    const name = named(of('aws_lambda_permission', 'route').get(key) ?? {});
    return [key, { name, isPublic: authorization_type === 'NONE' }] as const;
  });
  const rules = [...of('aws_cloudwatch_event_rule', 'this')];
  const listening = (type: string) =>
    rules.filter(([, { event_pattern }]) => JSON.parse(event_pattern)['detail-type'].includes(type));
  const schedules = [...of('aws_scheduler_schedule', 'this')].map(([name, { schedule_expression }]) => {
    return [name, Number(/\d+/.exec(schedule_expression)?.[0]) * 60] as const;
  });
  const queues = [...of('aws_lambda_event_source_mapping', 'this')].map(([queue, it]) => [queue, named(it)] as const);
  return [
    ...routes.flatMap(([key, it]) => equalProblems(`${module} ${key} on the laptop`, served.routes.get(key), it)),
    ...[...served.events].flatMap(([type, names]) =>
      equalProblems(
        `${module} ${type} on the laptop`,
        names,
        listening(type)
          .map(([name]) => name)
          .sort(),
      ),
    ),
    ...equalProblems(
      `${module} schedules on the laptop`,
      Object.fromEntries(served.schedules),
      Object.fromEntries(schedules),
    ),
    ...equalProblems(`${module} queues on the laptop`, Object.fromEntries(served.queues), Object.fromEntries(queues)),
  ];
};

const OF_A_REGION = [
  functionProblems,
  environmentProblems,
  roleProblems,
  routeProblems,
  eventProblems,
  scheduleProblems,
  stateMachineProblems,
  queueProblems,
  laptopProblems,
];

/** Where a plan of both regions is not what the manifest says and the laptop serves, in words; nothing where it is. */
export const shapeProblems = (plan: Plan, parts: ShapeParts): string[] => [
  ...Object.entries(REGIONS).flatMap(([module, region]) =>
    OF_A_REGION.flatMap((problems) => problems({ ...parts, plan, module, region })),
  ),
  ...tableProblems(plan),
  ...edgeProblems(plan, parts.manifest),
  ...likenessProblems(plan),
];
