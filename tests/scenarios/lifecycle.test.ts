import { describe, expect, it } from 'vitest';
import { aService, aUser, SMS_AT_ONCE } from './configuration.ts';
import { ADA, CLEO, givenARegion } from './harness.ts';

const pd = await givenARegion();

const declare = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  pd.api('POST', '/v1/incidents', { body, headers }).then(async (answer) => {
    await pd.settle();
    return answer;
  });

describe('an incident over HTTP', () => {
  it('is declared, updated, given to people, noted and resolved, and its timeline tells it', async () => {
    const declared = await declare({
      title: ' Checkout is slow ',
      description: 'p99 is 9 s',
      severity: 'SEV2',
      service: 'checkout',
    });
    expect(declared.status).toBe(201);
    expect(declared.headers.get('location')).toBe(`/v1/incidents/${declared.body.id}`);
    expect(declared.body).toMatchObject({
      title: 'Checkout is slow',
      status: 'triggered',
      severity: 'SEV2',
      service: { id: 'checkout', name: 'Checkout' },
      roles: {},
      acknowledgedAt: null,
      resolvedAt: null,
      version: 1,
    });
    const incident = declared.body as { id: string; number: string };
    await pd.expectSms(ADA, new RegExp(`^${incident.number} SEV2 Checkout is slow `));
    await pd.fastForward({ seconds: 30 });
    expect((await pd.change('acknowledge', incident)).body.status).toBe('acknowledged');
    await pd.fastForward({ minutes: 5 });
    await pd.change('roles', incident, { role: 'incident-commander', userId: 'ada' });
    const nextUpdateDueAt = '2026-03-09T16:30:00Z';
    await pd.change('updates', incident, { message: 'The cache is cold', severity: 'SEV1', nextUpdateDueAt });
    await pd.change('notes', incident, { text: 'Deploy 1234 went out at 14:50' });
    await pd.change('roles', incident, { role: 'incident-commander', userId: null });
    await pd.fastForward({ minutes: 5 });
    await pd.change('resolve', incident, { summary: 'The cache is warm' });
    expect(await pd.incident(incident)).toMatchObject({
      status: 'resolved',
      severity: 'SEV1',
      acknowledgedBy: { name: 'Demo token', via: 'api' },
      resolvedBy: { name: 'Demo token', via: 'api' },
      lastUpdate: { message: 'The cache is cold' },
      version: 7,
    });
    expect(await pd.timeline(incident)).toMatchInlineSnapshot(`
      [
        "0:00 Demo token declared INC-1 (SEV2): Checkout is slow",
        "0:00 Level 1: paging Ada Park (on call in Checkout primary in weekly rotation)",
        "0:00 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it",
        "0:01 Twilio says of a text message to Ada Park: sent",
        "0:02 Twilio says of a text message to Ada Park: delivered",
        "0:30 Demo token acknowledged by api",
        "0:30 The escalation ended: acknowledged by Demo token at 2026-03-09T15:00:30.000Z",
        "5:30 Demo token made Ada Park incident-commander",
        "5:30 Demo token wrote an update: The cache is cold",
        "5:30 Demo token changed the severity from SEV2 to SEV1",
        "5:30 Demo token noted: Deploy 1234 went out at 14:50",
        "5:30 Demo token left the role incident-commander open",
        "10:30 Demo token resolved the incident by api: The cache is warm",
      ]
    `);
    await pd.expectSilence({ minutes: 60 });
  });

  it('is found by its ULID, by INC-7 and by 7', async () => {
    const { body } = await declare({ title: 'Found' });
    for (const name of [body.id, body.id.toLowerCase(), body.number, body.number.toLowerCase(), body.number.slice(4)]) {
      expect((await pd.must(200, 'GET', `/v1/incidents/${name}`)).body.id).toBe(body.id);
    }
    for (const name of ['INC-999999', '0', 'nonsense', '01J00000000000000000000000']) {
      expect((await pd.api('GET', `/v1/incidents/${name}`)).status).toBe(404);
    }
  });

  it('that is reopened pages again, from the first level', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.change('resolve', incident);
    await pd.fastForward({ minutes: 10 });
    expect((await pd.change('reopen', incident, { reason: 'it is back' })).body).toMatchObject({
      status: 'triggered',
      resolvedAt: null,
    });
    await pd.expectSms(ADA, new RegExp(`^${incident.name} `));
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
    await pd.fastForward({ minutes: 3 });
    await pd.expectSms(CLEO, /Reply/);
    await pd.monitorResolves(incident);
    await pd.expectSilence({ minutes: 60 });
  });

  it('that is acknowledged and then escalated pages the next level', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.acknowledge(incident);
    await pd.fastForward({ minutes: 10 });
    expect((await pd.change('escalate', incident, { reason: 'I need help' })).body.status).toBe('triggered');
    await pd.expectSms(CLEO, /Reply/);
    expect(await pd.timeline(incident)).toContainEqual('10:00 Demo token escalated by api: I need help');
    await pd.reply(CLEO, `${incident.number}a`);
    await pd.expectSilence({ minutes: 60 });
  });

  it('that is escalated on its last level goes on to the next round', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.change('escalate', incident);
    await pd.expectSms(CLEO, /Reply/);
    await pd.change('escalate', incident);
    await pd.expectSms(ADA, /Reply/);
    await pd.acknowledge(incident);
  });

  it.each([
    ['acknowledge', 'acknowledge', 'already-acknowledged'],
    ['resolve', 'acknowledge', 'already-resolved'],
    ['resolve', 'resolve', 'already-resolved'],
    ['resolve', 'escalate', 'already-resolved'],
    ['notes', 'reopen', 'not-resolved'],
  ])('after %s refuses %s with 409 and who was first', async (first, then, code) => {
    const { body } = await declare({ title: 'Refused', service: 'checkout' });
    await pd.expectSms(ADA, /Reply/);
    await pd.change(first, body, first === 'notes' ? { text: 'noted' } : {});
    const { version } = await pd.incident(body);
    const refused = await pd.change(then, body);
    expect(refused).toMatchObject({ status: 409, body: { code, title: 'Nothing was changed' } });
    if (code.startsWith('already')) expect(refused.body.by.name).toBe('Demo token');
    expect((await pd.incident(body)).version).toBe(version);
  });
});

describe('two incidents that are the same trouble', () => {
  it('are merged: the one is silent, and its alerts go to the other', async () => {
    const who = await aUser('Mo Merges', [SMS_AT_ONCE]);
    const { key } = await aService({ levels: [[who]], timeoutSeconds: 3600 });
    const one = await pd.trigger({ key, dedupKey: 'merge-1', summary: 'the symptom' });
    const two = await pd.trigger({ key, dedupKey: 'merge-2', summary: 'the cause' });
    await pd.expectSms(who, /the symptom/);
    await pd.expectSms(who, /the cause/);
    const merged = await pd.change('merge', one, { into: two.name });
    expect(merged.body).toMatchObject({ status: 'resolved', mergedInto: two.id });
    expect((await pd.incident(two)).alerts).toEqual([
      { dedupKey: 'merge-2', state: 'firing' },
      { dedupKey: 'merge-1', state: 'firing' },
    ]);
    await pd.event('trigger', { key, dedupKey: 'merge-1' });
    expect((await pd.incidentOf('merge-1')).id).toBe(two.id);
    expect(await pd.reply(who, `${one.number}a`)).toMatch(/already resolved/);
    await pd.monitorResolves(two, key);
    expect((await pd.incident(two)).status).toBe('triggered');
    await pd.event('resolve', { key, dedupKey: 'merge-1' });
    expect((await pd.incident(two)).status).toBe('resolved');
    expect(await pd.timeline(one)).toContainEqual(`0:00 Demo token merged this incident into ${two.name}`);
    expect(await pd.timeline(two)).toContainEqual(`0:00 Demo token merged ${one.name} into this incident`);
    await pd.expectSilence({ minutes: 60 });
  });

  it('are not merged into nothing, into themselves, or into what is over', async () => {
    const [one, two] = [(await declare({ title: 'One' })).body, (await declare({ title: 'Two' })).body];
    await pd.change('resolve', two);
    expect(await pd.change('merge', one, { into: two.number })).toMatchObject({ status: 400, body: { field: 'into' } });
    expect(await pd.change('merge', one, { into: 'INC-99999' })).toMatchObject({
      status: 400,
      body: { field: 'into' },
    });
    expect(await pd.change('merge', one, { into: one.id })).toMatchObject({
      status: 409,
      body: { code: 'same-incident' },
    });
    expect(await pd.change('merge', two, { into: one.id })).toMatchObject({
      status: 409,
      body: { code: 'already-resolved' },
    });
  });
});

describe('an Idempotency-Key', () => {
  it('makes a declaration that is sent again the same declaration', async () => {
    const body = { title: 'Once', service: 'checkout' };
    const first = await declare(body, { 'idempotency-key': 'declare-once' });
    await pd.expectSms(ADA, /Once/);
    const again = await declare(body, { 'idempotency-key': 'declare-once' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await pd.must(200, 'GET', '/v1/incidents')).body.items).toHaveLength(1);
    await pd.expectSilence({ seconds: 60 });
  });

  it('gives an acknowledgement that is sent again its first answer, not a conflict', async () => {
    const { body } = await declare({ title: 'Twice' });
    const headers = { 'idempotency-key': 'acknowledge-once' };
    const answers = [
      await pd.change('acknowledge', body, {}, { headers }),
      await pd.change('acknowledge', body, {}, { headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
  });

  it('is refused with another body', async () => {
    await declare({ title: 'The one' }, { 'idempotency-key': 'used' });
    const refused = await declare({ title: 'The other' }, { 'idempotency-key': 'used' });
    expect(refused).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } });
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
  });

  it('sent ten times in parallel declares once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => declare({ title: 'Parallel' }, { 'idempotency-key': 'parallel' })),
    );
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const declared = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(new Set(declared).size).toBe(1);
    expect((await pd.must(200, 'GET', '/v1/incidents')).body.items).toHaveLength(1);
  });
});

describe('the list of incidents', () => {
  it('comes in pages, newest first, and holds each open one once', async () => {
    const declared: string[] = [];
    for (const title of ['a', 'b', 'c', 'd', 'e']) {
      declared.unshift((await declare({ title })).body.number);
      await pd.fastForward({ seconds: 1 });
    }
    const listed: string[][] = [];
    let after: string | null = null;
    do {
      const query: string = after === null ? '' : `&after=${encodeURIComponent(after)}`;
      const { body } = await pd.must(200, 'GET', `/v1/incidents?limit=2${query}`);
      listed.push(body.items.map(({ number }: { number: string }) => number));
      after = body.next;
    } while (after !== null && listed.length < 10);
    expect(listed.slice(0, 3)).toEqual([declared.slice(0, 2), declared.slice(2, 4), declared.slice(4)]);
    expect(listed.flat()).toHaveLength(5);
  });

  it('holds what is over under its month', async () => {
    const { body } = await declare({ title: 'Over' });
    await pd.change('resolve', body);
    const { items } = (await pd.must(200, 'GET', '/v1/incidents?ended=2026-03&limit=1')).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
    expect((await pd.must(200, 'GET', '/v1/incidents?ended=2026-02')).body.items).toEqual([]);
  });
});

it('says who is on call, why, and who is next', async () => {
  const { body } = await pd.must(200, 'GET', '/v1/oncall?at=2026-03-10T12:00:00Z');
  expect(
    body.items.find(({ schedule }: { schedule: { id: string } }) => schedule.id === 'checkout-primary'),
  ).toMatchObject({
    onCall: { id: 'ada', name: 'Ada Park', reason: { type: 'layer', layer: 'weekly rotation' } },
    next: { id: 'ben', name: 'Ben Osei', from: '2026-03-16T13:00:00.000Z' },
  });
});
