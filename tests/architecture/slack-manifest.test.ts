import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, readManifest } from '../../scripts/manifest.ts';
import { COMMAND, SHORTCUTS } from '../../shared/slack/names.ts';

/** What each method needs, as its page on docs.slack.dev/reference/methods says for a bot token; public channels. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.create': ['channels:manage'],
  'conversations.history': ['channels:history', 'im:history'],
  'conversations.info': ['channels:read'],
  'conversations.invite': ['channels:manage'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read'],
  'conversations.members': ['channels:read'],
  'conversations.open': ['im:write'],
  'conversations.setTopic': ['channels:manage'],
  'pins.add': ['pins:write'],
  'pins.list': ['pins:read'],
  'usergroups.create': ['usergroups:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'usergroups.users.update': ['usergroups:write'],
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** Scopes that no method asks for: slash commands, events, posting where the bot was not invited, and reading our keys of messages. */
const SCOPES_WITHOUT_METHOD = ['commands', 'reactions:read', 'chat:write.public', 'metadata.message:read'];

const METHOD = /'((?:auth|chat|conversations|pins|reactions|usergroups|users|views)\.[a-zA-Z.]+)'/g;

const app = parse(await readFile(join(ROOT, 'slack-manifest.yaml'), 'utf8'));
const { functions } = await readManifest();

const methodsCalled = async (): Promise<readonly string[]> => {
  const methods = new Set<string>();
  for await (const file of glob('{functions,shared}/**/*.ts', { cwd: ROOT })) {
    if (file.endsWith('.test.ts') || file.includes('/fixtures/')) continue;
    for (const [, method = ''] of (await readFile(join(ROOT, file), 'utf8')).matchAll(METHOD)) methods.add(method);
  }
  return [...methods].sort();
};

const pathsOf = (name: string): readonly string[] =>
  (functions[name]?.triggers ?? []).flatMap((trigger) => (trigger.type === 'http' ? [trigger.path] : []));

const path = (url: string): string => new URL(url).pathname;

describe('slack-manifest.yaml', () => {
  it('asks for the scopes that the methods we call need, and for no others', async () => {
    const methods = await methodsCalled();
    expect(methods.filter((method) => !SCOPES[method])).toEqual([]);
    const needed = new Set([...methods.flatMap((method) => SCOPES[method] ?? []), ...SCOPES_WITHOUT_METHOD]);
    expect(app.oauth_config.scopes.bot.toSorted()).toEqual([...needed].sort());
  });

  it('sends everything to the entrances that there are', () => {
    expect([path(app.features.slash_commands[0].url)]).toEqual(pathsOf('slack-command'));
    expect([path(app.settings.interactivity.request_url)]).toEqual(pathsOf('slack-interaction'));
    expect([path(app.settings.event_subscriptions.request_url)]).toEqual(pathsOf('slack-event'));
  });

  it('knows the command and the shortcuts by the names that the code knows', () => {
    expect(app.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual([COMMAND]);
    expect(app.features.shortcuts.map(({ callback_id }: { callback_id: string }) => callback_id).sort()).toEqual(
      Object.values(SHORTCUTS).sort(),
    );
    expect(app.settings.event_subscriptions.bot_events).toEqual(['app_home_opened', 'reaction_added']);
  });

  it('has Slack write mentions as ids, which the commands are read by', () => {
    expect(app.features.slash_commands[0].should_escape).toBe(true);
  });
});
