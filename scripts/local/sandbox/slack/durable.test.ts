import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromEpochMs } from '../../../../shared/lib/instant.ts';
import { actions, button, input, modal, type SlackWorld, section, startSlackWorld } from './test-slack.ts';

let directory: string;
let world: SlackWorld;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pd-lite-slack-'));
  world = await startSlackWorld({ directory });
});
afterEach(async () => {
  await world.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The process dies, and another one takes its place at the same address. */
const restart = async () => {
  const port = Number(new URL(world.url).port);
  const at = fromEpochMs(world.clock.nowMs());
  const { answers } = world;
  await world.stop();
  world = await startSlackWorld({ directory, port, at, answers });
  await world.activity.idle();
};

describe('a workspace', () => {
  it('is the same after the process died: channels, messages, pins, reactions, modals, Homes and groups', async () => {
    const { channel } = await world.call('conversations.create', { name: 'inc-1' });
    await world.call('conversations.invite', { channel: channel.id, users: 'U0ADA' });
    await world.call('conversations.setTopic', { channel: channel.id, topic: 'triggered' });
    const blocks = [section('Down'), actions(button('acknowledge', 'i1'))];
    const { ts } = await world.call('chat.postMessage', { channel: channel.id, text: 'Down', blocks });
    await world.call('pins.add', { channel: channel.id, timestamp: ts });
    await world.call('chat.update', { channel: channel.id, ts, text: 'Up' });
    await world.act('reaction', { messageId: `${channel.id}-${ts}`, name: 'pushpin', user: 'U0ADA' });
    await world.call('views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks } });
    await world.call('usergroups.create', { name: 'On call', handle: 'oncall' });
    world.answers.set('/v1/slack/command', async ({ body }) => {
      const trigger = new URLSearchParams(body).get('trigger_id');
      const view = modal([input('title', { type: 'plain_text_input' })]);
      await world.call('views.open', { trigger_id: trigger, view });
      return '';
    });
    const opened = await world.act('command', { text: 'declare', user: 'U0ADA', channel: channel.id });
    const before = await world.overview();
    const messages = world.sandbox.messages();
    expect(messages).toMatchObject([{ id: `${channel.id}-${ts}`, body: 'Up' }]);

    await restart();
    expect(await world.overview()).toEqual(before);
    expect(world.sandbox.messages()).toEqual(messages);
    const next = await world.call('chat.postMessage', { channel: channel.id, text: 'Again' });
    expect(Number(next.ts)).toBeGreaterThan(Number(ts));
    const values = { title: 'Down' };
    const submitted = await world.act('submit', { viewId: opened.body.view.id, values, user: 'U0ADA' });
    expect(submitted.body).toMatchObject({ status: 200, view: null });
  });

  it('lets an app answer what was done before the process died, and tells the events that it owes', async () => {
    world.answers.set('/v1/slack/event', 503);
    await world.act('command', { text: 'who', user: 'U0ADA' });
    const url = new URLSearchParams(world.slackReceived[0]?.body).get('response_url') ?? '';
    await world.act('home', { user: 'U0ADA' });
    await world.activity.idle();
    await restart();
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'Ada' }) });
    expect(answer.status).toBe(200);
    world.answers.set('/v1/slack/event', '');
    await world.clock.advance(3_600_000);
    expect(world.slackReceived.map(({ headers }) => headers['x-slack-retry-num'])).toEqual(['2']);
  });
});
