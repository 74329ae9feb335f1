import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { ADA, later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { attemptIdOf } from '../../shared/domain/paging/page.ts';
import type { IncidentId, PageId, RunId, UserId } from '../../shared/lib/ids.ts';
import { attemptOf, invocation, pageOf } from '../../shared/runtime/fixtures/paging.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { Request } from '../../shared/runtime/http/request.ts';
import { advanceEscalation } from '../advance-escalation/handler.ts';
import { listDrills } from '../list-drills/handler.ts';
import { listIncidents } from '../list-incidents/handler.ts';
import { startDrill } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
  for (const id of ['ada', 'ben', 'cleo']) await stores.directory.putUser(person(id));
  await stores.directory.putUser(person('mute', { rules: [] }));
});
afterAll(() => stores.database.stop());

const asked = (id: string, more: Partial<Request> = {}): Request =>
  request(undefined, {
    params: { id },
    caller: { role: 'responder', actor: { kind: 'user', id, name: id, via: 'api' } },
    ...more,
  });
/** The status of the answer takes the place of the drill's own: that is asked of the list. */
const start = async (id: string, more: Partial<Request> = {}) => said(await startDrill(stores, asked(id, more)));
const drills = async (search: Record<string, string> = {}) =>
  said(await listDrills(stores, request(undefined, { search })))['items'] as { readonly id: string }[];
const escalate = (incidentId: IncidentId, seconds: number) =>
  advanceEscalation(
    { ...stores, region: 'us-east-1' },
    { incidentId, runId: 'r1' as RunId, baton: 1 },
    invocation(later(seconds)),
  );

describe('a drill', () => {
  it('pages the person on the real path, and is told to be a drill', async () => {
    const answer = await start('ada');
    const incidentId = answer['id'] as IncidentId;
    expect(answer).toMatchObject({ status: 201, user: { id: 'ada', name: 'Ada' }, endedAt: null });
    expect((await drills())[0]).toMatchObject({ id: incidentId, status: 'under-way' });
    expect(stores.started.at(-1)).toMatchObject({ machine: 'escalation', input: { incidentId, runId: 'r1' } });
    await escalate(incidentId, 0);
    expect(await stores.pages.of(incidentId, 'r1.')).toMatchObject([{ userId: 'ada', rules: person('ada').rules }]);
    const { incident } = await stores.incidents.load(incidentId);
    expect(incident).toMatchObject({ title: 'Drill: Ada', severity: 'SEV4', drill: { id: 'ada' }, policyId: null });
    expect(await start('ada')).toMatchObject({ status: 409, code: 'drill-under-way' });
    await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(30) });
  });

  it('that is answered ends, with the time that each step took', async () => {
    const { id } = await start('ben');
    const incidentId = id as IncidentId;
    const page = pageOf(incidentId, { pageId: 'r1.0.0.ben' as PageId, userId: 'ben' as UserId });
    const claim = attemptOf(page, { attemptId: attemptIdOf(page.pageId, 0, 'twilio', 0), claimedAt: later(1) });
    await stores.pages.claim({
      ...claim,
      outcomeAt: later(2),
      receipts: [
        { kind: 'sms', status: 'sent', at: later(3) },
        { kind: 'sms', status: 'delivered', at: later(5) },
      ],
    });
    await stores.commands.execute(incidentId, { type: 'Acknowledge', by: ADA, at: later(20) });
    expect((await stores.incidents.load(incidentId)).incident).toMatchObject({
      status: 'resolved',
      resolved: { summary: 'the drill was answered' },
    });
    expect((await drills()).find((drill) => drill.id === incidentId)).toMatchObject({
      status: 'answered',
      answeredBy: { name: 'Ada Park' },
      endedAt: later(20),
      seconds: { handedOver: 2, delivered: 5, answered: 20 },
      steps: [{ channel: 'sms', provider: 'twilio', outcome: 'accepted' }],
    });
  });

  it('that nobody answers ends with its level, says so, and tells no fallback contact', async () => {
    const { id } = await start('cleo');
    const incidentId = id as IncidentId;
    await escalate(incidentId, 0);
    const before = stores.started.length;
    expect(await escalate(incidentId, 300)).toEqual({ action: 'over', why: 'the drill went unanswered' });
    expect(stores.started).toHaveLength(before);
    expect((await stores.incidents.load(incidentId)).incident).toMatchObject({
      status: 'resolved',
      resolved: { summary: 'the drill went unanswered', by: { kind: 'system' } },
    });
    expect((await drills()).find((drill) => drill.id === incidentId)).toMatchObject({
      status: 'unanswered',
      answeredBy: null,
      seconds: { answered: null },
    });
  });

  it('that is over is among the drills, and not among the incidents of its month', async () => {
    const month = START.slice(0, 7);
    const ended = said(await listIncidents(stores as never, request(undefined, { search: { ended: month } })));
    expect(ended['items']).toEqual([]);
    const [first, ...others] = await drills({ limit: '1' });
    expect(first).toBeDefined();
    expect(others).toEqual([]);
    const { next } = said(await listDrills(stores, request(undefined, { search: { limit: '1' } })));
    expect((await drills({ limit: '20', after: String(next) })).map(({ id }) => id)).not.toContain(first?.id);
  });

  it('is for oneself, or by an admin; of somebody who is there and has rules', async () => {
    const other = { role: 'responder', actor: { kind: 'user', id: 'ben', name: 'Ben', via: 'api' } } as const;
    expect(await start('ada', { caller: other })).toMatchObject({ status: 403 });
    const admin = { ...other, role: 'admin' } as const;
    expect(await start('ada', { caller: admin })).toMatchObject({ status: 201 });
    expect(await start('nobody')).toMatchObject({ status: 404 });
    expect(await start('__proto__')).toMatchObject({ status: 404 });
    expect(await start('mute')).toMatchObject({ status: 409, code: 'cannot-be-paged' });
  });
});
