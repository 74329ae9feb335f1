import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Office, openOffice } from './fixtures/office.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
});
afterAll(() => office.stores.database.stop());
beforeEach(async () => {
  await office.closeAll();
  office.slack.failing.clear();
  office.slack.answers.clear();
});

const ADA = { kind: 'user', id: 'ada', name: 'Ada Park', via: 'slack' };

describe('which incident is meant', () => {
  it('is the one whose channel it is', async () => {
    await office.incident();
    const here = await office.incident();
    expect((await office.type('U0ADA', 'ack', { channelId: here.channelId })).words).toContain(here.key);
    expect(await office.lastEvent(here.id)).toMatchObject({ type: 'IncidentAcknowledged', by: ADA });
  });

  it.each(['ack INC-%', 'ack %', 'acknowledge inc-%'])('is the one that is named: %s', async (text) => {
    const { id, number } = await office.incident();
    await office.type('U0ADA', text.replace('%', String(number)));
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentAcknowledged' });
  });

  it('is the named one in the channel of another', async () => {
    const [here, other] = [await office.incident(), await office.incident()];
    await office.type('U0ADA', `ack ${other.key}`, { channelId: here.channelId });
    expect(await office.lastEvent(other.id)).toMatchObject({ type: 'IncidentAcknowledged' });
    expect(await office.lastEvent(here.id)).toMatchObject({ type: 'IncidentDeclared' });
  });

  it('is asked for where something would change, with the open ones to choose from', async () => {
    const { id, key } = await office.incident({ title: 'all <!channel> is down' });
    const { words } = await office.type('U0ADA', 'ack');
    expect(words).toContain(`/incident ack ${key}`);
    expect(words).toContain(`*${key}* SEV2 all &lt;!channel&gt; is down`);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });

  it('is the only open one for somebody who looks, and asked for when there are two', async () => {
    const one = await office.incident();
    expect((await office.type('U0ADA', 'timeline')).words).toContain(one.key);
    const two = await office.incident();
    const { words } = await office.type('U0ADA', 'timeline');
    expect(words).toContain('Which incident?');
    expect(words).toContain(one.key);
    expect(words).toContain(two.key);
  });

  it('is none when none is open, and the words say how to declare one', async () => {
    expect((await office.type('U0ADA', 'timeline')).words).toContain('/incident declare');
  });

  it.each(['ack INC-999999', 'timeline 999999', 'merge INC-999998 into INC-999999', 'resolve INC-999999 done'])(
    'is told not to exist: %s',
    async (text) => {
      expect((await office.type('U0ADA', text)).words).toMatch(/There is no INC-99999\d\./);
    },
  );
});

describe('ack', () => {
  it('confirms, and tells the next one who has it', async () => {
    const { key } = await office.incident();
    expect((await office.type('U0ADA', `ack ${key}`)).words).toContain('Nobody else is paged');
    expect((await office.type('U0BEN', `ack ${key}`)).words).toContain('*Ada Park* acknowledged');
    expect((await office.type('U0ADA', `ack ${key}`)).words).toContain('You acknowledged');
  });

  it('has one winner when three ask in the same instant, and the others are told who', async () => {
    const { id, key } = await office.incident();
    const all = await Promise.all(
      ['U0ADA', 'U0BEN', 'U0CLEO'].map((who) => office.handle(office.command(who, `ack ${key}`))),
    );
    expect((await office.events(id)).filter(({ type }) => type === 'IncidentAcknowledged')).toHaveLength(1);
    expect(all).toHaveLength(3);
    const told = office.slack.called.slice(-3).map(({ args }) => String(args['text']));
    expect(told.filter((text) => text.includes('is yours'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('acknowledged'))).toHaveLength(2);
  });
});

describe('commands that open a form', () => {
  it.each([
    ['resolve % rolled back', 'resolve', 'rolled back'],
    ['update % the db is slow', 'update', 'the db is slow'],
    ['note %', 'note', ''],
    ['severity %', 'severity', ''],
    ['assign %', 'assign', ''],
  ])('%s fills the skeleton, and changes nothing yet', async (text, callbackId, prefilled) => {
    const { id, key } = await office.incident();
    const { view, by } = await office.type('U0ADA', text.replace('%', key), { viewId: 'V1' });
    expect(view).toMatchObject({ callback_id: callbackId, private_metadata: id });
    expect(JSON.stringify(view)).toContain(prefilled);
    expect(by).toBeNull();
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });

  it('declare fills it with the text as its title, and the services', async () => {
    const { view } = await office.type('U0ADA', 'declare checkout &amp; search are down', { viewId: 'V1' });
    expect(view).toMatchObject({ callback_id: 'declare', private_metadata: '{"channelId":"C0GENERAL"}' });
    expect(JSON.stringify(view)).toContain('"initial_value":"checkout & search are down"');
    expect(JSON.stringify(view)).toContain('"value":"checkout"');
  });

  it.each(['resolve', 'update', 'severity'])('%s says at once that the incident is over', async (name) => {
    const { key } = await office.incident();
    await office.closeAll();
    const { view, words } = await office.type('U0ADA', `${name} ${key}`, { viewId: 'V1' });
    expect(view).toMatchObject({ callback_id: 'message' });
    expect(words).toContain('You resolved');
  });

  it('says in words that the form did not open', async () => {
    const { key } = await office.incident();
    expect((await office.type('U0ADA', `resolve ${key}`)).words).toContain('Please send it again');
    office.slack.failing.set('views.update', { ok: false, error: { kind: 'refused', error: 'not_found' } });
    const { words, by } = await office.type('U0ADA', `resolve ${key}`, { viewId: 'V1' });
    expect(words).toContain('Please send it again');
    expect(by).toBe('response_url');
  });
});

describe('commands that act at once', () => {
  it.each([
    ['severity % SEV1', { type: 'SeverityChanged', to: 'SEV1' }, 'is SEV1 now'],
    ['sev % 4', { type: 'SeverityChanged', to: 'SEV4' }, 'is SEV4 now'],
    ['note % tried &lt;this&gt;', { type: 'NoteAdded', text: 'tried <this>' }, 'timeline'],
    ['escalate % nobody answers', { type: 'IncidentEscalated', reason: 'nobody answers' }, 'next level'],
    ['assign % commander <@U0BEN|ben>', { type: 'RoleAssigned', person: { id: 'ben', name: 'Ben Osei' } }, 'Ben Osei'],
    ['assign % scribe me', { type: 'RoleAssigned', role: 'scribe', person: { id: 'ada' } }, 'Ada Park'],
    ['assign % comms cleo', { type: 'RoleAssigned', role: 'communications', person: { id: 'cleo' } }, 'Cleo Marin'],
    ['page % <@U0CLEO|cleo> come', { type: 'IncidentEscalated', reason: 'come', page: [{ id: 'cleo' }] }, 'Cleo Marin'],
  ])('%s', async (text, event, said) => {
    const { id, key } = await office.incident();
    const { words } = await office.type('U0ADA', text.replace('%', key));
    expect(words).toContain(said);
    expect(await office.lastEvent(id)).toMatchObject({ ...event, by: ADA });
  });

  it('merge moves one incident into another, and says so when it is so already', async () => {
    const [one, two] = [await office.incident(), await office.incident()];
    const { words } = await office.type('U0ADA', `merge ${two.key} into ${one.key}`);
    expect(words).toContain(`merged into ${one.key}`);
    expect((await office.events(one.id)).at(-1)).toMatchObject({ type: 'IncidentAbsorbed', from: two.id });
    expect((await office.type('U0BEN', `merge ${two.key} into ${one.key}`)).words).toContain('was merged into');
    expect((await office.type('U0BEN', `merge ${one.key} into ${one.key}`)).words).toContain('itself');
    expect((await office.type('U0BEN', `merge ${one.key} into ${two.key}`)).words).toContain('Reopen it first');
  });

  it.each([
    ['merge', 'Merge which into which?'],
    ['page', 'Page whom?'],
    ['assign % commander', 'Whom?'],
    ['assign % <@U0BEN>', 'Which role?'],
    ['severity % SEV1 twice', null],
  ])('%s asks for what is missing', async (text, said) => {
    const { key } = await office.incident();
    const { words } = await office.type('U0ADA', text.replace('%', key));
    if (said) expect(words).toContain(said);
    else expect(words).toContain('SEV1');
  });

  it('refuses what is too long, says how long it may be, and changes nothing', async () => {
    const { id, key } = await office.incident();
    const { words } = await office.type('U0ADA', `escalate ${key} ${'x'.repeat(1001)}`);
    expect(words).toContain('at most 1000 characters');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
  });
});

describe('commands that only look, which everybody may', () => {
  it('who says who is on call now and next', async () => {
    const { words } = await office.type('U0DANA', 'who');
    expect(words).toMatch(/Checkout primary: \*Ada Park\* until .*next Ben Osei/);
  });

  it('list has the open incidents with their channels', async () => {
    const { id, key } = await office.incident();
    const at = '2026-11-23T03:00:00.000Z' as never;
    const held = await office.rooms.acquire(id, 'test', at, at);
    if (held.type !== 'held') throw new Error('somebody else has the room');
    const { newRoom } = await import('../../domain/chat/room.ts');
    await office.rooms.release(held.lease, { ...newRoom(id), channel: { id: 'C0777', name: 'inc' } });
    const { words } = await office.type('U0DANA', 'list');
    expect(words).toContain('1 open incident');
    expect(words).toContain(key);
    expect(words).toContain('<#C0777>');
  });

  it('timeline tells the story, escaped', async () => {
    const { key } = await office.incident({ title: '<!here> is down' });
    const { words } = await office.type('U0VERA', `timeline ${key}`);
    expect(words).toContain('demo monitor declared');
    expect(words).toContain('&lt;!here&gt;');
  });

  it.each(['help', '', '   '])('help is shown for %j', async (text) => {
    expect((await office.type('U0DANA', text)).words).toContain('/incident declare');
  });

  it('a typo gets a suggestion', async () => {
    expect((await office.type('U0DANA', 'resovle it')).words).toContain('/incident resolve');
    expect((await office.type('U0DANA', '<!channel>')).words).not.toContain('<!channel>');
  });
});

describe('page', () => {
  it('says that the policy goes on, where that was paging, and only there', async () => {
    const { key } = await office.incident();
    expect((await office.type('U0ADA', `page ${key} ben`)).words).toContain('the escalation policy goes on');
    await office.type('U0ADA', `ack ${key}`);
    expect((await office.type('U0ADA', `page ${key} ben`)).words).not.toContain('goes on');
  });

  const pagedBy = async (text: string) => {
    const { id, key } = await office.incident();
    const { words } = await office.type('U0ADA', text.replace('%', key));
    const last = await office.lastEvent(id);
    return { words, event: last?.type === 'IncidentEscalated' ? last : null };
  };

  it.each([
    ['page % service checkout', [{ type: 'user', id: 'ada', name: 'Ada Park' }], null],
    ['page % ada', [{ type: 'user', id: 'ada', name: 'Ada Park' }], null],
    ['page % @Ben Osei please', [{ type: 'user', id: 'ben', name: 'Ben Osei' }], 'please'],
    ['page % checkout the till is dead', [{ type: 'user', id: 'ada', name: 'Ada Park' }], 'the till is dead'],
    ['page % checkout-primary', [{ type: 'schedule', id: 'checkout-primary', name: 'Checkout primary' }], null],
    ['page % Checkout primary now', [{ type: 'schedule', id: 'checkout-primary', name: 'Checkout primary' }], 'now'],
    ['page % "checkout primary" now', [{ type: 'schedule', id: 'checkout-primary', name: 'Checkout primary' }], 'now'],
  ])('%s', async (text, page, reason) => {
    expect((await pagedBy(text)).event).toMatchObject({ page, reason });
  });

  it.each([
    ['page % checkot', 'Did you mean Checkout'],
    ['page % <@U0DANA|dana>', 'PD Lite does not know <@U0DANA>'],
    ['page % <!subteam^S1|@oncall>', 'A user group cannot be paged'],
    ['page % search', 'has nobody to page'],
    ['page % <!channel>', 'nobody and nothing called'],
    ['page % zzzz', 'nobody and nothing called'],
  ])('%s pages nobody and says why', async (text, said) => {
    const { words, event } = await pagedBy(text);
    expect(words).toContain(said);
    expect(event).toBeNull();
  });

  it('asks which, where two have the name', async () => {
    const { directory } = office.stores;
    const ada = await directory.user('ada' as never);
    if (!ada) throw new Error('Ada is not there');
    await directory.putUser({ ...ada, id: 'ada-2' as never, email: null, slackId: null });
    try {
      const { words, event } = await pagedBy('page % Ada Park');
      expect(words).toContain('Which one');
      expect(words).toContain('`person ada-2`');
      expect(event).toBeNull();
      expect((await pagedBy('page % person ada-2 hello')).event).toMatchObject({ page: [{ id: 'ada-2' }] });
    } finally {
      await directory.removeUser('ada-2' as never);
    }
  });
});
