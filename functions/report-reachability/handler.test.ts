import { expect, it } from 'vitest';
import { invocation } from '../../shared/runtime/fixtures/paging.ts';
import { reportReachability } from './handler.ts';

const none = async () => [];

it('does without Slack', async () => {
  const deps = {
    directory: { users: none, schedules: none, policies: none, services: none },
    optOuts: { all: async () => new Set<never>() },
    reports: { read: async () => ({ revision: 0, reports: undefined }), save: async () => true },
    slack: null,
    announceChannel: null,
  };
  expect(await reportReachability(deps, undefined, invocation())).toEqual({ errors: 0, told: false });
});
