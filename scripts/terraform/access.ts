import { PREFIX } from '../local/names.ts';
import { type Plan, type Values, valuesOf } from './plan.ts';
import { ACCOUNT } from './stand-in.ts';

/** One AWS call that a function's code made: `sweep dynamodb:Query table/pd-lite-state/index/due`. */
export interface Call {
  readonly functionName: string;
  readonly action: string;
  /** As its ARN ends. */
  readonly resource: string;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
}

/** Statements that no call of a function's own code uses, and why they are there nevertheless. */
export const NOT_OUR_CALLS: readonly { readonly sid: RegExp; readonly because: string }[] = [
  { sid: /^OwnLog$/, because: 'Lambda itself writes the log' },
  { sid: /^Trace$/, because: 'Lambda itself hands the traces to X-Ray' },
  { sid: /^PutAside$/, because: 'Lambda itself puts aside, as the function, what failed for good' },
  { sid: /^Receive/, because: 'of a queue that runs a function Lambda itself receives, as the function' },
];

/** Rights of some functions that no test on the laptop uses, each with its reason. One that is used after all is a mistake. */
export const SELDOM: readonly { readonly sid: string; readonly of: readonly string[]; readonly because: string }[] = [
  {
    sid: 'StartEscalation',
    of: [
      'acknowledge-incident',
      'add-note',
      'advance-escalation',
      'assign-role',
      'merge-incidents',
      'resolve-incident',
    ],
    because: 'the one way to change an incident has all effects; which of them follows, the event decides (ADR 0001)',
  },
  {
    sid: 'StartEscalation',
    of: ['check-receipt'],
    because:
      'it plans as `plan-page` does, which starts others where nobody was reached; a good receipt says somebody was',
  },
  {
    sid: 'StartPaging',
    of: ['check-receipt'],
    because:
      'it plans as `plan-page` does, which starts others where nobody was reached; a good receipt says somebody was',
  },
  {
    sid: 'TableDelete',
    of: ['create-policy', 'create-schedule', 'create-service', 'create-user'],
    because: 'what refers to something that was deleted meanwhile is taken back (ADR 0014)',
  },
  {
    sid: 'TableWrite',
    of: ['delete-policy', 'delete-schedule', 'delete-service', 'delete-user'],
    because: 'what is referred to since a moment ago is brought back (ADR 0014)',
  },
  {
    sid: 'TableDelete',
    of: ['add-contact-method', 'create-token', 'notify-shifts', 'slack-worker'],
    because: 'a code or a notice that could not be sent, a token that is over and a lookup of before are tidied away',
  },
];

const isSeldom = (name: string, { Sid }: Statement): boolean =>
  SELDOM.some(({ sid, of }) => sid === Sid && of.includes(name));

/** The lines of a recording, each once. */
export const callsOf = (text: string): Call[] =>
  [...new Set(text.split('\n').filter(Boolean))].map((line) => {
    const [functionName = '', action = '', resource = ''] = line.split(' ');
    return { functionName, action, resource };
  });

/** IAM's `*` and `?`. */
const matches = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(value);

/** A telephone is what has no ARN. */
const arnOf = ({ action, resource }: Call, region: string): string =>
  resource === 'phone' ? '+12025550100' : `arn:aws:${action.split(':')[0]}:${region}:${ACCOUNT}:${resource}`;

const allows = ({ Effect, Action, Resource, NotResource }: Statement, call: Call, arn: string): boolean =>
  Effect === 'Allow' &&
  Action.some((action) => matches(action, call.action)) &&
  (Resource ? Resource.some((one) => matches(one, arn)) : !NotResource?.some((one) => matches(one, arn)));

const statementsOf = (values: Values | undefined): Statement[] =>
  JSON.parse(values?.['policy'] ?? '{"Statement":[]}').Statement;

const runByQueues = (plan: Plan, module: string): Set<string> =>
  new Set(
    [...valuesOf(plan, module, 'aws_lambda_event_source_mapping', 'this').values()].map((mapping) =>
      String(mapping['function_name']),
    ),
  );

/** What each statement is about, one by one: a statement of two queues is used when both are. */
const partsOf = (statement: Statement): Statement[] =>
  (statement.Resource ?? []).length > 1
    ? (statement.Resource ?? []).map((one) => ({ ...statement, Resource: [one] }))
    : [statement];

/**
 * Where planned policies and recorded calls do not go together: a call that a function's policy would refuse, and a
 * right that no call has used, but for those with a reason. Some of these are used in a race, in one run and not in the
 * next: that one is used is no fault.
 *
 * @param module a region's module in the plan, whose name is `region`
 */
export const accessProblems = (plan: Plan, module: string, region: string, calls: readonly Call[]): string[] =>
  [...valuesOf(plan, module, 'aws_iam_role_policy', 'function')].flatMap(([name, values]) => {
    const statements = statementsOf(values);
    const isRunByQueue = runByQueues(plan, module).has(`${PREFIX}-${name}`);
    const isOwnReceive = (Sid: string) => Sid.startsWith('Receive') && !isRunByQueue;
    const own = calls.filter(({ functionName }) => functionName === name);
    const used = (part: Statement) => own.some((call) => allows(part, call, arnOf(call, region)));
    const refused = own.filter((call) => !statements.some((one) => allows(one, call, arnOf(call, region))));
    const unused = statements
      .filter(({ Sid }) => !NOT_OUR_CALLS.some(({ sid }) => sid.test(Sid)) || isOwnReceive(Sid))
      .flatMap(partsOf)
      .filter((part) => !used(part) && !isSeldom(name, part));
    return [
      ...refused.map(({ action, resource }) => `${name} asks for ${action} of ${resource}, and its role refuses that`),
      ...unused.map(({ Sid, Resource }) => `${name} may ${Sid} (${Resource ?? 'telephones'}), and no test uses that`),
    ];
  });
