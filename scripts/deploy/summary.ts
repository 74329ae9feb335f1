import type { Plan, ResourceChange } from '../terraform/plan.ts';

/** What holds something that cannot be made again. Losing one is asked for by name. */
const STATEFUL = new Set([
  'aws_cloudformation_stack',
  'aws_cognito_user_pool',
  'aws_dynamodb_table',
  'aws_dynamodb_table_replica',
  'aws_kms_key',
  'aws_kms_replica_key',
  'aws_route53_zone',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_sqs_queue',
]);

/** Resources of a stateful kind that hold nothing that a build does not make again. */
const MADE_AGAIN = /\.aws_s3_bucket\.(artifacts|dashboard)(\[|$)/;

const NAMED_MAX = 20;

type Kind = 'create' | 'change' | 'replace' | 'destroy';

const kindOf = ({ change: { actions } }: ResourceChange): Kind | undefined => {
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'destroy';
  if (actions.includes('create')) return 'create';
  return actions.includes('update') ? 'change' : undefined;
};

const changesOf = (plan: Plan, ...kinds: readonly Kind[]): readonly ResourceChange[] =>
  plan.resource_changes.filter((resource) => {
    const kind = resource.mode === 'managed' ? kindOf(resource) : undefined;
    return kind !== undefined && kinds.includes(kind);
  });

const byType = (changes: readonly ResourceChange[]): string => {
  const counts = new Map<string, number>();
  for (const { type } of changes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([type, count]) => `${count} ${type.replace(/^aws_/, '')}`)
    .join(', ');
};

const addresses = (changes: readonly ResourceChange[]): string[] => {
  const named = changes.slice(0, NAMED_MAX).map(({ address }) => `    ${address}`);
  return changes.length > NAMED_MAX ? [...named, `    and ${changes.length - NAMED_MAX} more`] : named;
};

/** Whether a plan does anything at all. */
export const isEmpty = (plan: Plan): boolean => changesOf(plan, 'create', 'change', 'replace', 'destroy').length === 0;

/** What a plan would do, for people: how many of each kind, and by name whatever goes away. */
export const planSummary = (plan: Plan): string => {
  const section = (kind: Kind, title: string, named: boolean): string[] => {
    const changes = changesOf(plan, kind);
    if (changes.length === 0) return [];
    return [`  ${changes.length} ${title}: ${byType(changes)}`, ...(named ? addresses(changes) : [])];
  };
  const lines = [
    ...section('create', 'to make', false),
    ...section('change', 'to change in place', true),
    ...section('replace', 'TO REPLACE', true),
    ...section('destroy', 'TO DESTROY', true),
  ];
  return lines.length === 0 ? '  nothing to do' : lines.join('\n');
};

/** What would be lost with what it holds: replaced or destroyed, and not among what was `allowed` by its address. */
export const lossesOf = (plan: Plan, allowed: readonly string[]): readonly string[] =>
  changesOf(plan, 'replace', 'destroy')
    .filter(({ type, address }) => STATEFUL.has(type) && !MADE_AGAIN.test(address) && !allowed.includes(address))
    .map(({ address }) => address);
