import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../domain/escalation/fixtures/directory.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { ACTIONS } from '../../slack/names.ts';
import { ANNOUNCE, type Office, openOffice, UNREACHABLE } from './fixtures/office.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
});
afterAll(() => office.stores.database.stop());
beforeEach(() => {
  office.slack.failing.clear();
  office.slack.answers.clear();
});

const BEN = { kind: 'user', id: 'ben', name: 'Ben Osei', via: 'slack' };

describe('buttons about an incident', () => {
  it.each([
    [ACTIONS.acknowledge, { type: 'IncidentAcknowledged' }],
    [ACTIONS.escalate, { type: 'IncidentEscalated', reason: null, page: null }],
    [
      ACTIONS.takeCommand,
      { type: 'RoleAssigned', role: 'incident-commander', person: { id: 'ben', name: 'Ben Osei' } },
    ],
  ])('%s does it as whoever pressed it, and the moving card is the answer', async (action, event) => {
    const { id } = await office.incident();
    expect(await office.press('U0BEN', action, id)).toMatchObject({ words: null, view: null });
    expect(await office.lastEvent(id)).toMatchObject({ ...event, by: BEN });
  });

  it.each([ACTIONS.resolve, ACTIONS.update, ACTIONS.note])('%s fills the skeleton', async (action) => {
    const { id } = await office.incident();
    const { view } = await office.press('U0BEN', action, id, { viewId: 'V1' });
    expect(view).toMatchObject({ callback_id: action, private_metadata: id });
  });

  it('tells the second of two who pressed in the same instant who was first', async () => {
    const { id } = await office.incident();
    await Promise.all([office.press('U0ADA', ACTIONS.acknowledge, id), office.press('U0BEN', ACTIONS.acknowledge, id)]);
    const acknowledged = (await office.events(id)).filter(({ type }) => type === 'IncidentAcknowledged');
    expect(acknowledged).toHaveLength(1);
    const told = office.slack.called.at(-1);
    expect(told?.method).toBe('response_url');
    expect(told?.args).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(told?.args['text']).toContain(`*${acknowledged[0]?.by.name}* acknowledged`);
  });

  it('answers truthfully on an old card of a resolved incident, and changes nothing', async () => {
    const { id } = await office.incident();
    await office.closeAll();
    for (const action of [ACTIONS.acknowledge, ACTIONS.escalate]) {
      expect((await office.press('U0BEN', action, id)).words).toContain('*Ada Park* resolved');
    }
    for (const action of [ACTIONS.resolve, ACTIONS.update]) {
      expect((await office.press('U0BEN', action, id, { viewId: 'V1' })).view).toMatchObject({
        callback_id: 'message',
      });
    }
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentResolved' });
    await office.press('U0BEN', ACTIONS.reopen, id);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentReopened', by: BEN });
    expect((await office.press('U0ADA', ACTIONS.reopen, id)).words).toContain('nothing to reopen');
  });

  it.each(['', 'x', '01JDBX9999999999999999999Z', '../../etc', 'x'.repeat(2000)])(
    'says that there is no such incident: %j',
    async (value) => {
      expect((await office.press('U0BEN', ACTIONS.acknowledge, value)).words).toContain('no such incident');
      const { view } = await office.press('U0BEN', ACTIONS.resolve, value, { viewId: 'V1' });
      expect(view).toMatchObject({ callback_id: 'message' });
    },
  );

  it.each(['', 'unknown', '__proto__', 'constructor', 'toString'])('does nothing for the button %j', async (action) => {
    const { id } = await office.incident();
    expect(await office.press('U0BEN', action, id)).toMatchObject({ called: [] });
  });

  it('never writes into App Home as if it were a form', async () => {
    const { id } = await office.incident();
    await office.closeAll();
    const { view, words } = await office.press('U0BEN', ACTIONS.acknowledge, id, {
      viewId: 'VHOME',
      responseUrl: null,
    });
    expect(view).toBeNull();
    expect(words).toContain('*Ada Park* resolved');
  });
});

describe('who may', () => {
  it('refuses a viewer, in words', async () => {
    const { id } = await office.incident();
    expect((await office.press('U0VERA', ACTIONS.acknowledge, id)).words).toContain('your role is viewer');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });

  it('knows somebody by e-mail once, whatever its case, and by id from then on', async () => {
    const { id } = await office.incident();
    const asked = () => office.slack.called.filter(({ args }) => args['user'] === 'U0CLEO').length;
    const before = asked();
    await office.press('U0CLEO', ACTIONS.takeCommand, id);
    await office.press('U0CLEO', ACTIONS.acknowledge, id);
    expect(asked() - before).toBe(1);
    expect(await office.stores.directory.userOfSlack('U0CLEO' as SlackUserId)).toMatchObject({ id: 'cleo' });
  });

  it('does not take somebody for one of ours who has another Slack account', async () => {
    const { id } = await office.incident();
    await office.press('U0BEN', ACTIONS.takeCommand, id);
    const profile = { real_name: 'Ben Two', email: 'ben@example.com' };
    office.slack.answers.set('users.info', { ok: true, value: { user: { profile } } });
    expect((await office.press('U0BEN2', ACTIONS.acknowledge, id)).words).toContain('ben@example.com');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'RoleAssigned' });
  });

  it('is not taken for one of ours by an e-mail that our own workspace does not know them by', async () => {
    const { id } = await office.incident();
    // In a shared channel: another organisation's user, who says that they are Ada.
    const profile = { real_name: 'Ada Park', email: 'guest@example.com' };
    await office.stores.directory.putUser(person('guest', { name: 'Guest', email: 'guest@example.com' }));
    office.slack.answers.set('users.info', { ok: true, value: { user: { profile } } });
    await office.press('U0STRANGER', ACTIONS.acknowledge, id);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
    expect(await office.stores.directory.userOfSlack('U0STRANGER' as SlackUserId)).toBeUndefined();
    office.slack.answers.clear();
  });

  it('asks Slack again who somebody is, tells them so, and does it when Slack is back', async () => {
    const { id, key } = await office.incident();
    office.slack.failing.set('users.info', UNREACHABLE);
    const profile = { real_name: 'Cleo Marin', email: 'finn@example.com' };
    await office.stores.directory.putUser(person('finn', { name: 'Finn', email: 'finn@example.com' }));
    const request = office.action('U0FINN', ACTIONS.acknowledge, id);
    await expect(office.handle(request, 1)).rejects.toMatchObject({ name: 'WhoIsThatError' });
    expect(office.slack.called.at(-1)?.args['text']).toContain('does not say who you are right now');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
    office.slack.failing.clear();
    office.slack.answers.set('users.info', { ok: true, value: { user: { profile } } });
    office.slack.answers.set('users.lookupByEmail', { ok: true, value: { user: { id: 'U0FINN' } } });
    expect((await office.handle(request, 2)).words).toContain(key);
    office.slack.answers.delete('users.lookupByEmail');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentAcknowledged', by: { id: 'finn' } });
  });

  it('gives up after two minutes, in words', async () => {
    office.slack.failing.set('users.info', UNREACHABLE);
    const { id } = await office.incident();
    const request = office.action('U0NEW', ACTIONS.acknowledge, id);
    await expect(office.handle(request, 5)).rejects.toMatchObject({ name: 'WhoIsThatError' });
    expect(office.slack.called.at(-1)?.args['text']).toContain('nothing was done');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });
});

describe('somebody whom PD Lite does not know', () => {
  it('asks to be added once, is added by an admin and no other, and is paged by direct message', async () => {
    const { id } = await office.incident();
    const { called } = await office.press('U0DANA', ACTIONS.acknowledge, id);
    expect(JSON.stringify(called)).toContain(`"action_id":"${ACTIONS.askToBeAdded}"`);

    const asked = await office.press('U0DANA', ACTIONS.askToBeAdded, '');
    expect(asked.called.find(({ method }) => method === 'chat.postMessage')?.args).toMatchObject({ channel: ANNOUNCE });
    expect(asked.words).toContain('went to the admins');
    const again = await office.press('U0DANA', ACTIONS.askToBeAdded, '');
    expect(again.called.filter(({ method }) => method === 'chat.postMessage')).toEqual([]);

    const where = { channelId: ANNOUNCE };
    expect((await office.press('U0BEN', ACTIONS.addUser, 'U0DANA', where)).words).toContain('Only an admin');
    expect(await office.stores.directory.userOfSlack('U0DANA' as SlackUserId)).toBeUndefined();

    const added = await office.press('U0ADA', ACTIONS.addUser, 'U0DANA', where);
    expect(added.words).toContain('Dana Reyes is in PD Lite');
    expect(added.called.find(({ method }) => method === 'chat.update')?.args).toMatchObject({ channel: ANNOUNCE });
    expect(added.called.find(({ method }) => method === 'chat.postMessage')?.args).toMatchObject({ channel: 'U0DANA' });
    expect(await office.stores.directory.userOfSlack('U0DANA' as SlackUserId)).toMatchObject({
      id: 'dana-reyes',
      name: 'Dana Reyes',
      email: 'dana@example.com',
      role: 'responder',
      rules: [{ channel: 'slack', to: 'U0DANA', delaySeconds: 0 }],
    });
    await office.press('U0ADA', ACTIONS.addUser, 'U0DANA', where);
    expect((await office.stores.directory.users()).filter(({ name }) => name === 'Dana Reyes')).toHaveLength(1);
    expect((await office.press('U0DANA', ACTIONS.askToBeAdded, '')).words).toContain('knows you already');
    await office.press('U0DANA', ACTIONS.acknowledge, id);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentAcknowledged', by: { id: 'dana-reyes' } });
  });

  it('can ask again when Slack did not take the request', async () => {
    office.slack.failing.set('chat.postMessage', UNREACHABLE);
    office.slack.answers.set('users.info', { ok: true, value: { user: { profile: { real_name: 'Eve' } } } });
    expect((await office.press('U0EVE', ACTIONS.askToBeAdded, '')).words).toContain('did not take the request');
    office.slack.failing.clear();
    expect((await office.press('U0EVE', ACTIONS.askToBeAdded, '')).words).toContain('went to the admins');
  });

  it.each([
    ['Dana Reyes', 'dana-reyes-2'],
    ['Zoë Ångström', 'zoe-angstrom'],
    ['山田', 'u0new1'],
  ])('gets an id of their own from the name %s: %s', async (name, id) => {
    const slackId = { 'Dana Reyes': 'U0DANA2', 'Zoë Ångström': 'U0ZOE', 山田: 'U0NEW1' }[name] ?? '';
    office.slack.answers.set('users.info', { ok: true, value: { user: { profile: { real_name: name } } } });
    await office.press('U0ADA', ACTIONS.addUser, slackId);
    expect(await office.stores.directory.userOfSlack(slackId as SlackUserId)).toMatchObject({ id, name, email: null });
  });

  it.each(['', 'ada', '<!channel>', 'U0ADA; drop'])('is nobody by the name %j', async (value) => {
    const before = (await office.stores.directory.users()).length;
    expect((await office.press('U0ADA', ACTIONS.addUser, value)).words).toContain('names nobody');
    expect(await office.stores.directory.users()).toHaveLength(before);
  });
});

describe('a drill', () => {
  it('pages whoever pressed it, and nobody else, on the real path', async () => {
    const { words, by } = await office.press('U0BEN', ACTIONS.drill, '', {
      channelId: null,
      responseUrl: null,
      viewId: 'VHOME',
    });
    expect(words).toContain('you are paged now');
    expect(by).toBe('chat.postMessage');
    const [newest] = (await office.stores.reads.list('open', 1, undefined)).incidents;
    expect(newest).toMatchObject({ title: 'Drill: Ben Osei', severity: 'SEV4', service: null });
    expect(await office.lastEvent(newest?.id as never)).toMatchObject({
      page: [{ type: 'user', id: 'ben', name: 'Ben Osei' }],
      by: BEN,
    });
    expect(office.stores.started.at(-1)).toMatchObject({ machine: 'escalation', input: { incidentId: newest?.id } });
  });

  it('is refused to somebody who cannot be paged', async () => {
    const { directory } = office.stores;
    const cleo = await directory.user('cleo' as never);
    if (!cleo) throw new Error('Cleo is not there');
    await directory.putUser({ ...cleo, rules: [] });
    expect((await office.press('U0CLEO', ACTIONS.drill, '')).words).toContain('You cannot be paged');
    await directory.putUser(cleo);
  });
});
