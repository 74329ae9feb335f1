import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addSeconds } from '../../lib/instant.ts';
import { ACTIONS, MODALS } from '../../slack/names.ts';
import type { SlackRequest } from '../../slack/requests.ts';
import { type Office, openOffice, UNREACHABLE } from './fixtures/office.ts';
import { work } from './work.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
});
afterAll(() => office.stores.database.stop());
beforeEach(() => {
  office.slack.failing.clear();
  office.slack.called.length = 0;
});

const lastWords = () => String(office.slack.called.at(-1)?.args['text']);

/** The commit is made, and its answer is lost: the worker cannot know. */
const losing = () => ({
  commands: {
    execute: async (...asked: Parameters<typeof office.deps.commands.execute>) => {
      await office.deps.commands.execute(...asked);
      throw new Error('the table did not answer');
    },
  },
});

describe('when the outcome is not known', () => {
  it.each([
    ['acknowledge', (id: string) => office.action('U0ADA', ACTIONS.acknowledge, id), 'IncidentAcknowledged'],
    ['escalate', (id: string) => office.action('U0ADA', ACTIONS.escalate, id), 'IncidentEscalated'],
    ['note', (id: string) => office.submission('U0ADA', MODALS.note, id, { text: 'a' }), 'NoteAdded'],
    ['update', (id: string) => office.submission('U0ADA', MODALS.update, id, { message: 'a' }), 'IncidentUpdated'],
    ['resolve', (id: string) => office.submission('U0ADA', MODALS.resolve, id, {}), 'IncidentResolved'],
  ])('%s: says so, is tried again, is done once, and then confirmed', async (_name, ask, event) => {
    const { id, key } = await office.incident();
    const request = ask(id);
    await expect(office.handle(request, 1, losing())).rejects.toThrow('did not answer');
    expect(lastWords()).toContain('not certain that this was done');
    const { words } = await office.handle(request, 2);
    expect(words).toContain(key);
    expect((await office.events(id)).filter(({ type }) => type === event)).toHaveLength(1);
  });

  it('is said once, however often it is tried', async () => {
    const { id } = await office.incident();
    const request = office.action('U0ADA', ACTIONS.acknowledge, id);
    const down = { commands: { execute: () => Promise.reject(new Error('down')) } };
    for (const times of [1, 2, 3]) await expect(office.handle(request, times, down)).rejects.toThrow('down');
    const told = office.slack.called.filter(({ args }) => String(args['text']).includes('not certain'));
    expect(told).toHaveLength(1);
  });

  it('a second note of the same words is a second note', async () => {
    const { id } = await office.incident();
    for (const _ of [1, 2]) await office.submit('U0ADA', MODALS.note, id, { text: 'again' });
    const repeated = office.submission('U0ADA', MODALS.note, id, { text: 'again' });
    await office.handle(repeated, 2);
    expect((await office.events(id)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(3);
  });
});

describe('the way of an answer', () => {
  const ask = (id: string) => office.press('U0ADA', ACTIONS.reopen, id);

  it('is the request, else the channel, else a direct message', async () => {
    const { id } = await office.incident();
    expect((await ask(id)).by).toBe('response_url');
    office.slack.failing.set('response_url', UNREACHABLE);
    const inChannel = await ask(id);
    expect(inChannel.called.at(-1)).toMatchObject({
      method: 'chat.postEphemeral',
      args: { channel: 'C0GENERAL', user: 'U0ADA' },
    });
    office.slack.failing.set('chat.postEphemeral', {
      ok: false,
      error: { kind: 'refused', error: 'user_not_in_channel' },
    });
    expect((await ask(id)).called.at(-1)).toMatchObject({ method: 'chat.postMessage', args: { channel: 'U0ADA' } });
  });

  it('is given later when Slack is not well, and what was done is not done again', async () => {
    const { id, key } = await office.incident();
    const ways = ['response_url', 'chat.postEphemeral', 'chat.postMessage', 'views.update'];
    for (const method of ways) office.slack.failing.set(method, UNREACHABLE);
    const request = office.command('U0ADA', `note ${key} all is lost`);
    await expect(office.handle(request)).rejects.toMatchObject({ name: 'AnswerLostError' });
    await expect(office.handle(request, 4)).rejects.toMatchObject({ name: 'AnswerLostError' });
    office.slack.failing.clear();
    expect((await office.handle(request, 5)).words).toContain(key);
    expect((await office.events(id)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
  });

  it('ends with the last try, and where Slack says that there is no way', async () => {
    const { key } = await office.incident();
    const ways = ['response_url', 'chat.postEphemeral', 'chat.postMessage'];
    for (const method of ways) office.slack.failing.set(method, UNREACHABLE);
    await office.handle(office.command('U0ADA', `note ${key} one`), 5);
    for (const method of ways)
      office.slack.failing.set(method, { ok: false, error: { kind: 'refused', error: 'gone' } });
    await office.handle(office.command('U0ADA', `note ${key} two`));
  });
});

describe('a request that comes again late', () => {
  it('does not silence those who were called meanwhile', async () => {
    const { id, key } = await office.incident();
    const request = office.action('U0ADA', ACTIONS.acknowledge, id);
    await office.type('U0BEN', `escalate ${key} nobody is here`);
    expect((await office.handle(request, 2)).words).toContain('was escalated or reopened after you asked');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentEscalated' });
  });

  it('does what is still to be done', async () => {
    const { id } = await office.incident();
    const request = office.action('U0ADA', ACTIONS.acknowledge, id);
    await office.submit('U0BEN', MODALS.note, id, { text: 'looking' });
    await office.handle(request, 2);
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentAcknowledged', at: addSeconds(request.at, 30) });
  });
});

describe('a request that waited too long', () => {
  it('is not done any more, and whoever asked is told', async () => {
    const { id } = await office.incident();
    const request: SlackRequest = office.action('U0ADA', ACTIONS.escalate, id);
    await work(office.deps, request, { times: 1, now: addSeconds(request.at, 15 * 60 + 1) });
    expect(lastWords()).toContain('too late');
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentDeclared' });
    await work(office.deps, request, { times: 1, now: addSeconds(request.at, 15 * 60) });
    expect(await office.lastEvent(id)).toMatchObject({ type: 'IncidentEscalated' });
  });
});
