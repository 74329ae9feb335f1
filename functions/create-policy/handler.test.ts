import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { createPolicy } from './handler.ts';

const { ask } = givenConfiguration();
const level = (id: string, type = 'user', timeoutSeconds = 300) => ({ targets: [{ type, id }], timeoutSeconds });

it('makes a policy of people and schedules', async () => {
  const levels = [level('primary', 'schedule'), level('ben')];
  const fallback = [{ type: 'user', id: 'ada' }];
  expect(await ask(createPolicy, '', { name: 'Search', levels, rounds: 2, fallback })).toMatchObject({
    status: 201,
    id: 'search',
    levels,
    rounds: 2,
    fallback,
  });
});

it('makes a level that tells places, and one whose people take turns', async () => {
  const levels = [
    { targets: [{ type: 'slack-channel', id: 'C012AB3CD', name: '#ops' }], timeoutSeconds: 60 },
    {
      targets: [
        { type: 'user', id: 'ada' },
        { type: 'webhook', url: 'https://heal.example.com/pd' },
      ],
      timeoutSeconds: 60,
      roundRobin: true,
    },
  ];
  const fallback = [{ type: 'webhook', url: 'https://heal.example.com/pd', name: 'the wall' }];
  expect(await ask(createPolicy, '', { name: 'Places', levels, fallback })).toMatchObject({
    status: 201,
    levels,
    fallback,
  });
});

it('names every target that is not there', async () => {
  const body = { name: 'X', levels: [level('ada'), level('gone')], fallback: [{ type: 'schedule', id: 'ada' }] };
  expect(await ask(createPolicy, '', body)).toMatchObject({
    status: 400,
    errors: [
      { field: 'levels[1].targets[0].id', message: 'is no user' },
      { field: 'fallback[0].id', message: 'is no schedule' },
    ],
  });
});

it.each([
  ['levels', { levels: [] }],
  ['levels', { levels: Array(21).fill(level('ada')) }],
  ['levels[0].targets', { levels: [{ targets: [], timeoutSeconds: 300 }] }],
  ['levels[0].timeoutSeconds', { levels: [level('ada', 'user', 29)] }],
  ['levels[0].timeoutSeconds', { levels: [level('ada', 'user', 86_401)] }],
  ['levels[0].targets[0].type', { levels: [level('ada', 'team')] }],
  ['levels[0].targets[0].id', { levels: [level('ops', 'slack-channel')] }],
  ['levels[0].targets[0].url', { levels: [level('heal', 'webhook')] }],
  ['levels[0].roundRobin', { levels: [{ ...level('ada'), roundRobin: 'yes' }] }],
  ['fallback[0].url', { fallback: [{ type: 'webhook', url: 'https://169.254.169.254/latest' }] }],
  ['rounds', { rounds: 0 }],
  ['rounds', { rounds: 11 }],
  ['fallback', { fallback: Array(21).fill({ type: 'user', id: 'ada' }) }],
])('refuses a wrong %s', async (field, wrong) => {
  expect(await ask(createPolicy, '', { name: 'X', levels: [level('ada')], ...wrong })).toMatchObject({
    status: 400,
    field,
  });
});
