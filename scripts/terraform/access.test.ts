import { expect, it } from 'vitest';
import { accessProblems, callsOf } from './access.ts';
import type { Plan, ResourceChange } from './plan.ts';

const change = (type: string, name: string, index: string, after: object): ResourceChange => ({
  address: `module.primary.${type}.${name}["${index}"]`,
  module_address: 'module.primary',
  mode: 'managed',
  type,
  name,
  index,
  change: { actions: ['create'], before: null, after, after_unknown: {} },
});

const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/pd-lite-state';
const statement = (Sid: string, Action: string[], more: object) => ({ Sid, Effect: 'Allow', Action, ...more });
const read = statement('TableRead', ['dynamodb:GetItem', 'dynamodb:Query'], { Resource: [TABLE] });
const log = statement('OwnLog', ['logs:PutLogEvents'], { Resource: ['arn:aws:logs:::*'] });

const problems = (statements: readonly object[], calls: string, more: readonly ResourceChange[] = []) => {
  const policy = JSON.stringify({ Statement: statements });
  const plan: Plan = { resource_changes: [change('aws_iam_role_policy', 'function', 'sweep', { policy }), ...more] };
  return accessProblems(plan, 'module.primary', 'us-east-1', callsOf(calls));
};

it('finds nothing where each call is allowed and each right is used, but for what is not our code’s to use', () => {
  expect(problems([read, log], 'sweep dynamodb:Query table/pd-lite-state\n')).toEqual([]);
});

it('finds a call that the role would refuse: another action, or another resource', () => {
  const calls = 'sweep dynamodb:Query table/pd-lite-state\nsweep dynamodb:PutItem table/pd-lite-state\n';
  expect(problems([read], calls)).toEqual([
    'sweep asks for dynamodb:PutItem of table/pd-lite-state, and its role refuses that',
  ]);
  expect(problems([read], `${calls.split('\n')[0]}\nsweep dynamodb:Query table/pd-lite-state/index/due\n`)).toEqual([
    'sweep asks for dynamodb:Query of table/pd-lite-state/index/due, and its role refuses that',
  ]);
});

it('finds a right that no test uses, each resource of a statement for itself', () => {
  const wide = { ...read, Resource: [TABLE, `${TABLE}/index/due`] };
  expect(problems([wide], 'sweep dynamodb:Query table/pd-lite-state\n')).toEqual([
    `sweep may TableRead (${TABLE}/index/due), and no test uses that`,
  ]);
});

it('knows that a telephone has no ARN', () => {
  const sms = statement('SmsPublish', ['sns:Publish'], { NotResource: ['arn:aws:sns:*:*:*'] });
  expect(problems([sms], 'sweep sns:Publish phone\n')).toEqual([]);
});

it('lets Lambda receive for a function that a queue runs, and for no other', () => {
  const receive = statement('ReceiveWork', ['sqs:ReceiveMessage'], {
    Resource: ['arn:aws:sqs:us-east-1:123456789012:pd-lite-work'],
  });
  const mapping = change('aws_lambda_event_source_mapping', 'this', 'work', { function_name: 'pd-lite-sweep' });
  expect(problems([receive], '', [mapping])).toEqual([]);
  expect(problems([receive], '')).toHaveLength(1);
});
