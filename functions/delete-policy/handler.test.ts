import { expect, it } from 'vitest';
import { ADA, declareCommand, INCIDENT, later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { PolicyId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { deletePolicy } from './handler.ts';

const { ask, stores } = givenConfiguration();

it('keeps a policy that a service or an escalation under way needs', async () => {
  const { commands, config } = stores();
  expect(await ask(deletePolicy, 'checkout')).toMatchObject({
    code: 'in-use',
    usedBy: [{ type: 'service', id: 'checkout' }],
  });
  const service = await config.services.get('checkout');
  if (!service) throw new Error('there is no service');
  await config.services.replace({ ...service, policyId: null, version: 2 }, 1);
  await commands.execute(INCIDENT, declareCommand({ policyId: 'checkout' as PolicyId }));
  expect(await ask(deletePolicy, 'checkout')).toMatchObject({
    code: 'in-use',
    usedBy: [{ type: 'incident', name: 'INC-7' }],
  });
  await commands.execute(INCIDENT, { type: 'Resolve', summary: null, by: ADA, at: later(1) });
  expect(await ask(deletePolicy, 'checkout')).toEqual({ status: 204 });
});
