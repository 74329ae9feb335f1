import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addSeconds } from '../../lib/instant.ts';
import { MODALS } from '../../slack/names.ts';
import { type Office, openOffice } from './fixtures/office.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
});
afterAll(() => office.stores.database.stop());
beforeEach(() => office.closeAll());

const ADA = { kind: 'user', id: 'ada', name: 'Ada Park', via: 'slack' };
const FORM = { title: 'checkout is down', severity: 'SEV2', service: 'checkout', description: '500s', page: 'U0CLEO' };
const HERE = '{"channelId":"C0GENERAL"}';

const newest = async () => (await office.stores.reads.list('open', 1, undefined)).incidents[0];

describe('the declaration', () => {
  it('declares what the form says, pages, and says which number it has', async () => {
    const { words, by } = await office.submit('U0ADA', MODALS.declare, HERE, FORM);
    const incident = await newest();
    expect(incident).toMatchObject({ title: 'checkout is down', severity: 'SEV2', service: { id: 'checkout' } });
    expect(words).toContain(`INC-${incident?.number}`);
    expect(by).toBe('chat.postEphemeral');
    expect(await office.lastEvent(incident?.id as never)).toMatchObject({
      type: 'IncidentDeclared',
      description: '500s',
      policyId: 'checkout',
      page: [{ type: 'user', id: 'cleo', name: 'Cleo Marin' }],
      by: ADA,
    });
    expect(office.stores.started.at(-1)).toMatchObject({ machine: 'escalation' });
  });

  it('is answered by direct message when it was asked for nowhere', async () => {
    const { by, called } = await office.submit('U0ADA', MODALS.declare, '', { title: 'x', severity: 'SEV4' });
    expect(by).toBe('chat.postMessage');
    expect(called.at(-1)?.args).toMatchObject({ channel: 'U0ADA' });
  });

  it('stands without the people whom PD Lite does not know, and names them', async () => {
    const { words } = await office.submit('U0ADA', MODALS.declare, HERE, {
      ...FORM,
      page: ['U0DANA', 'U0BEN'] as never,
    });
    expect(words).toContain('<@U0DANA>');
    expect(await office.lastEvent((await newest())?.id as never)).toMatchObject({ page: [{ id: 'ben' }] });
  });

  it.each([
    [{ ...FORM, title: '' }, 'what is wrong'],
    [{ ...FORM, title: '  \n ' }, 'what is wrong'],
    [{ severity: 'SEV1' }, 'what is wrong'],
    [{ ...FORM, title: 'x'.repeat(1025) }, 'at most 1024'],
    [{ ...FORM, description: 'x'.repeat(10_001) }, 'at most 10000'],
    [{ ...FORM, service: 'gone' }, 'not there any more'],
  ])('of %# is refused in words', async (values, said) => {
    expect((await office.submit('U0ADA', MODALS.declare, HERE, values)).words).toContain(said);
    expect(await newest()).toBeUndefined();
  });

  it.each([
    [{ ...FORM, severity: 'SEV9' }, { severity: 'SEV3' }],
    [{ ...FORM, title: ' <!channel> \u0007bell' }, { title: '<!channel> bell' }],
    [{ ...FORM, page: '<@U0CLEO>' }, {}],
  ])('takes what it can of %#', async (values, what) => {
    const { words } = await office.submit('U0ADA', MODALS.declare, HERE, values);
    expect(words).toContain('is declared');
    expect(words).not.toContain('<!channel>');
    expect(await newest()).toMatchObject(what);
  });

  it.each(['{', '[]', 'null', '{"channelId":7}', '{"channelId":"../x"}'])(
    'with the metadata %s is answered by direct message',
    async (metadata) => {
      expect((await office.submit('U0ADA', MODALS.declare, metadata, FORM)).by).toBe('chat.postMessage');
    },
  );

  it('is declared once, however often the request comes', async () => {
    const request = office.submission('U0ADA', MODALS.declare, HERE, FORM);
    const first = await office.handle(request);
    const again = await office.handle(request, 2);
    expect(again.words).toBe(first.words);
    expect((await office.stores.reads.list('open', 10, undefined)).incidents).toHaveLength(1);
  });

  it('is refused to viewers, and somebody unknown gets the button', async () => {
    expect((await office.submit('U0VERA', MODALS.declare, HERE, FORM)).words).toContain('viewer');
    expect((await office.submit('U0DANA', MODALS.declare, HERE, FORM)).words).toContain('dana@example.com');
    expect(await newest()).toBeUndefined();
  });
});

describe('forms about an incident', () => {
  it.each([
    [MODALS.resolve, { summary: ' rolled back ' }, { type: 'IncidentResolved', summary: 'rolled back' }],
    [MODALS.resolve, { summary: null }, { type: 'IncidentResolved', summary: null }],
    [MODALS.note, { text: 'restarted' }, { type: 'NoteAdded', text: 'restarted' }],
    [MODALS.severity, { severity: 'SEV1' }, { type: 'SeverityChanged', to: 'SEV1' }],
    [
      MODALS.assign,
      { role: 'scribe', person: 'U0BEN' },
      { type: 'RoleAssigned', role: 'scribe', person: { id: 'ben' } },
    ],
    [
      MODALS.update,
      { message: 'slow', 'next-update': 'none', severity: 'SEV2' },
      { type: 'IncidentUpdated', nextUpdateDueAt: null },
    ],
  ])('%s %j is done, and the card is the answer', async (modal, values, event) => {
    const { id } = await office.incident();
    expect((await office.submit('U0ADA', modal, id, values)).called).toEqual([]);
    expect(await office.lastEvent(id)).toMatchObject({ ...event, by: ADA });
  });

  it('an update says when the next one is due, and changes the severity', async () => {
    const { id } = await office.incident();
    const request = office.submission('U0ADA', MODALS.update, id, {
      message: 'slow',
      'next-update': '30',
      severity: 'SEV1',
    });
    await office.handle(request);
    expect((await office.events(id)).slice(-2)).toMatchObject([
      { type: 'IncidentUpdated', message: 'slow', nextUpdateDueAt: addSeconds(request.at, 1800) },
      { type: 'SeverityChanged', to: 'SEV1' },
    ]);
  });

  it.each(['-5', '0', '1441', '1e3', 'soon', '30 minutes'])('an update due %j is due at no time', async (due) => {
    const { id } = await office.incident();
    await office.submit('U0ADA', MODALS.update, id, { message: 'slow', 'next-update': due });
    expect(await office.lastEvent(id)).toMatchObject({ nextUpdateDueAt: null });
  });

  it('a role can be left open', async () => {
    const { id } = await office.incident();
    await office.submit('U0ADA', MODALS.assign, id, { role: 'scribe', person: 'U0BEN' });
    await office.submit('U0ADA', MODALS.assign, id, { role: 'scribe', person: null });
    expect(await office.lastEvent(id)).toMatchObject({ type: 'RoleAssigned', person: null });
  });

  it.each([
    [MODALS.update, { message: '' }, 'say what is known'],
    [MODALS.update, { message: 'x'.repeat(4001) }, 'at most 4000'],
    [MODALS.resolve, { summary: 'x'.repeat(4001) }, 'at most 4000'],
    [MODALS.note, { text: ' ' }, 'was empty'],
    [MODALS.note, { text: 'x'.repeat(10_001) }, 'at most 10000'],
    [MODALS.severity, { severity: 'worst' }, 'choose a severity'],
    [MODALS.assign, { role: 'boss', person: 'U0BEN' }, 'choose a role'],
    [MODALS.assign, { role: 'scribe', person: 'U0DANA' }, 'does not know them'],
    [MODALS.assign, { role: 'scribe', person: 'ada' }, 'choose a person'],
  ])('%s of %# is refused in words, and changes nothing', async (modal, values, said) => {
    const { id } = await office.incident();
    expect((await office.submit('U0ADA', modal, id, values)).words).toContain(said);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });

  it('tell who was faster', async () => {
    const { id } = await office.incident();
    await office.submit('U0ADA', MODALS.resolve, id, { summary: 'one' });
    expect((await office.submit('U0BEN', MODALS.resolve, id, { summary: 'two' })).words).toContain(
      '*Ada Park* resolved',
    );
  });

  it.each(['', 'INC-1', '01JDBX9999999999999999999Z'])('about the incident %j find none', async (id) => {
    expect((await office.submit('U0ADA', MODALS.resolve, id, {})).words).toContain('no such incident');
  });

  it.each(['', 'message', '__proto__', 'constructor'])('of the name %j do nothing', async (name) => {
    const { id } = await office.incident();
    expect((await office.submit('U0ADA', name, id, {})).called).toEqual([]);
  });
});
