import { expect, it } from 'vitest';
import { ADA, acknowledged, INCIDENT, later, resolved } from '../../shared/domain/incident/fixtures/incident.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { getIncident } from './handler.ts';

const view = async (...given: Parameters<typeof plainDeps>) => {
  const { incidents, directory } = plainDeps(...given).deps;
  return said(await getIncident({ incidents, directory } as never, request(undefined, { params: { id: 'INC-7' } })));
};

it('shows an incident as it is', async () => {
  expect(await view()).toMatchObject({
    id: INCIDENT,
    number: 'INC-7',
    severity: 'SEV2',
    acknowledgedAt: null,
    resolvedAt: null,
    version: 1,
  });
  expect(await view({ incident: acknowledged() })).toMatchObject({
    acknowledgedAt: later(60),
    acknowledgedBy: ADA,
    resolvedAt: null,
  });
  expect(await view({ incident: resolved() })).toMatchObject({
    acknowledgedAt: later(60),
    resolvedAt: later(120),
    mergedInto: null,
  });
});

it('says that there is none', async () => {
  const { deps } = plainDeps();
  const answer = await getIncident(deps as never, request(undefined, { params: { id: 'INC-9' } }));
  expect(said(answer)).toMatchObject({ status: 404, field: 'id' });
});
