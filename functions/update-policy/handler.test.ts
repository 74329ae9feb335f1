import { expect, it } from 'vitest';
import type { PolicyId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { updatePolicy } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('changes how often it goes round, and leaves whom it pages', async () => {
  expect(await ask(updatePolicy, 'checkout', { version: 1, rounds: 3 })).toMatchObject({ status: 200, rounds: 3 });
  const policy = await stores().directory.policy('checkout' as PolicyId);
  expect(policy).toMatchObject({ rounds: 3, version: 2, levels: [{ targets: [{ id: 'primary' }] }] });
});

it('pages nobody who is not there', async () => {
  const levels = [{ targets: [{ type: 'user', id: 'gone' }], timeoutSeconds: 60 }];
  expect(await ask(updatePolicy, 'checkout', { version: 2, levels })).toMatchObject({
    status: 400,
    field: 'levels[0].targets[0].id',
  });
});
