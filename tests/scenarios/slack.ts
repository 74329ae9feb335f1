import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { Scenario } from './harness.ts';
import { ADA, BEN, CLEO, type Person } from './people.ts';

/** Somebody in the sandbox's Slack workspace. Dana is in Slack and unknown to PD Lite. */
export interface SlackPerson {
  readonly slackId: string;
  readonly name: string;
}

const slackId = new Map<Person, string>([
  [ADA, 'U0ADA'],
  [BEN, 'U0BEN'],
  [CLEO, 'U0CLEO'],
]);
export const DANA: SlackPerson = { slackId: 'U0DANA', name: 'Dana' };

export const INCIDENTS = 'incidents';

export interface SlackMessage {
  readonly id: string;
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly visibleTo?: string | null;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly members: readonly string[];
  readonly pins: readonly { readonly ts: string; readonly messageId: string }[];
}

export interface SlackView {
  readonly id: string;
  readonly callback_id: string;
  readonly title: { readonly text: string };
  // biome-ignore lint/suspicious/noExplicitAny: Block Kit of any kind.
  readonly blocks: readonly any[];
}

/** What somebody in Slack sees when what they did has been worked. */
export interface Seen {
  readonly status: number | null;
  readonly view: SlackView | null;
  readonly errors: Readonly<Record<string, string>>;
  readonly trouble: string | null;
}

type Who = Person | SlackPerson;

const idOf = (who: Who): string => ('slackId' in who ? who.slackId : (slackId.get(who) ?? ''));

/** All words of blocks, as a reader comes by them. */
export const wordsOf = (blocks: unknown): string => {
  if (Array.isArray(blocks)) return blocks.map(wordsOf).filter(Boolean).join('\n');
  if (typeof blocks !== 'object' || blocks === null) return '';
  const { text, ...rest } = blocks as { text?: unknown };
  const own = typeof text === 'string' ? text : wordsOf(text);
  const others = Object.values(rest).filter((value) => typeof value === 'object');
  return [own, ...others.map(wordsOf)].filter(Boolean).join('\n');
};

/** The action ids of all buttons in blocks. */
export const buttonsOf = (blocks: unknown): readonly string[] => {
  if (Array.isArray(blocks)) return blocks.flatMap(buttonsOf);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const { type, action_id: actionId } = blocks as { type?: string; action_id?: string };
  const own = type === 'button' && actionId ? [actionId] : [];
  return [...own, ...Object.values(blocks).flatMap(buttonsOf)];
};

/** The workspace of a scenario's region: what people do in it, and what they then see. */
export const slackOf = (scenario: Scenario) => {
  const { api, must, settle, outside } = scenario;

  const workspace = async (): Promise<{
    readonly channels: readonly SlackChannel[];
    readonly messages: readonly SlackMessage[];
    readonly views: Readonly<Record<string, readonly SlackView[]>>;
    readonly homes: Readonly<Record<string, SlackView>>;
    readonly groups: readonly { readonly handle: string; readonly users: readonly string[] }[];
    readonly limitedMethods: Readonly<Record<string, number>>;
  }> => (await must(200, 'GET', '/sandbox/slack')).body;

  const act = async (path: string, body: Readonly<Record<string, unknown>>): Promise<Seen> => {
    const { body: seen } = await must(200, 'POST', `/sandbox/slack/${path}`, { body });
    await settle();
    return seen;
  };

  const channel = async (name: string): Promise<SlackChannel> => {
    const { channels } = await workspace();
    const found = channels.find((one) => one.name === name);
    if (!found) expect.fail(`no channel #${name}: there are ${channels.map((one) => one.name).join(', ')}`);
    return found;
  };

  const view = async (who: Who): Promise<SlackView> => {
    const found = (await workspace()).views[idOf(who)]?.at(-1);
    if (!found) expect.fail(`${who.name} has no modal open`);
    return found;
  };

  /** The channel of an incident: `inc-7-...`. */
  const home = async (number: number): Promise<SlackChannel> => {
    const { channels } = await workspace();
    const found = channels.find((one) => one.name.startsWith(`inc-${number}-`));
    if (!found) expect.fail(`INC-${number} has no channel: there are ${channels.map(({ name }) => name).join(', ')}`);
    return found;
  };

  const card = async (number: number): Promise<SlackMessage> => {
    const { pins, name } = await home(number);
    expect(pins, `pins of #${name}`).toHaveLength(1);
    const found = (await workspace()).messages.find(({ id }) => id === pins[0]?.messageId);
    if (!found) expect.fail(`what is pinned in #${name} is not there`);
    return found;
  };

  return {
    act,
    workspace,
    channel,
    view,
    home,
    card,
    cardWords: async (number: number): Promise<string> => wordsOf((await card(number)).blocks),
    cardButtons: async (number: number): Promise<readonly string[]> => buttonsOf((await card(number)).blocks),

    command: (who: Who, text: string, inChannel?: SlackChannel) =>
      act('command', { command: '/incident', text, user: idOf(who), ...(inChannel ? { channel: inChannel.id } : {}) }),
    click: (who: Who, message: SlackMessage, actionId: string) =>
      act('click', { messageId: message.id, actionId, user: idOf(who) }),
    /**
     * Somebody presses a button of a card as it was when their window last heard of it: signed as Slack signs, since the
     * workspace itself shows nobody what is past.
     */
    async clickPast(who: Who, { channel: channelId, ts }: SlackMessage, action: { id: string; value: string }) {
      const timestamp = String(Math.floor(Date.parse(await scenario.now()) / 1000));
      const payload = JSON.stringify({
        type: 'block_actions',
        user: { id: idOf(who) },
        trigger_id: `past.${ts}.${action.id}`,
        container: { type: 'message', channel_id: channelId, message_ts: ts },
        channel: { id: channelId },
        message: { ts },
        actions: [{ action_id: action.id, block_id: 'past', type: 'button', value: action.value }],
      });
      const body = new URLSearchParams({ payload }).toString();
      const secret = process.env['SLACK_SIGNING_SECRET'] ?? '';
      const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
      await must(200, 'POST', '/v1/slack/interaction', {
        token: null,
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
        },
      });
      await settle();
    },
    clickInView: (who: Who, { id }: SlackView, actionId: string) =>
      act('click', { viewId: id, actionId, user: idOf(who) }),
    submit: (who: Who, { id }: SlackView, values: Readonly<Record<string, unknown>>) =>
      act('submit', { viewId: id, values, user: idOf(who) }),
    shortcut: (who: Who, message: SlackMessage, callbackId: string) =>
      act('shortcut', { messageId: message.id, callbackId, user: idOf(who) }),
    react: (who: Who, message: SlackMessage, name: string) =>
      act('reaction', { messageId: message.id, name, user: idOf(who) }),
    openHome: (who: Who) => act('home', { user: idOf(who) }),
    say: async (who: Who, text: string, inChannel: SlackChannel): Promise<SlackMessage> => {
      await act('message', { text, user: idOf(who), channel: inChannel.id });
      const said = (await workspace()).messages.findLast(
        (one) => one.user === idOf(who) && one.channel === inChannel.id,
      );
      if (!said) expect.fail(`${who.name} said nothing`);
      return said;
    },
    fail: (method: string, error: string, times: number) =>
      must(200, 'POST', '/sandbox/slack/failures', { body: { method, error, times } }),
    heal: () => api('DELETE', '/sandbox/slack/failures'),

    /** All that came to a channel, or to somebody alone, since the last look: exactly these, in this order. */
    async expect(to: string | Who, texts: readonly RegExp[]): Promise<void> {
      const name = typeof to === 'string' ? to : idOf(to);
      const came = await outside.take((message) => message.kind === 'slack' && message.to === name);
      const told = came.map(({ body, blocks }) => `${body}\n${wordsOf(blocks)}`);
      expect(told, `messages to ${name}`).toHaveLength(texts.length);
      for (const [index, text] of texts.entries()) expect(told[index]).toMatch(text);
    },
    /** A hand that counts what nobody looks at one by one (a storm). */
    takeAll: () => outside.take(({ kind }) => kind === 'slack'),
  };
};
