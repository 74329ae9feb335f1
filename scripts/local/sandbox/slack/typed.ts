import type { Workspace } from './workspace.ts';

const EVERYBODY: ReadonlySet<string> = new Set(['channel', 'here', 'everyone']);
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** A mention as Slack writes it, a name as people type it, or a character that has a meaning. */
const SPECIAL = /<@(U\w+)(?:\|[^<>]*)?>|<#(C\w+)(?:\|[^<>]*)?>|(?<![\w.])@([a-z0-9][\w-]*)|(?<!\w)#([\w-]+)|[&<>]/gi;

/**
 * What a person typed, as Slack hands it on (a command's app has `should_escape`): `@ben` and `#incidents` as ids, all
 * else escaped. A mention that has its id already, as a test writes it, stays one when it is of somebody there.
 */
export const typed = (workspace: Workspace, text: string): string =>
  text.replace(SPECIAL, (all, userId, channelId, handle, channelName) => {
    if (userId) return userMention(workspace, userId) ?? escaped(all);
    if (channelId) return channelMention(workspace, channelId) ?? escaped(all);
    if (handle) return named(workspace, handle.toLowerCase()) ?? all;
    if (channelName) return channelMention(workspace, workspace.channelNamed(channelName)?.id ?? '') ?? all;
    return escaped(all);
  });

const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);

const userMention = (workspace: Workspace, id: string): string | undefined => {
  const user = workspace.user(id);
  return user && `<@${user.id}|${user.handle}>`;
};

const channelMention = (workspace: Workspace, id: string): string | undefined => {
  const channel = workspace.channels.get(id);
  return channel && `<#${channel.id}|${channel.name}>`;
};

const named = (workspace: Workspace, handle: string): string | undefined => {
  if (EVERYBODY.has(handle)) return `<!${handle}>`;
  const user = workspace.userNamed(handle);
  if (user) return userMention(workspace, user.id);
  const group = workspace.groups.all().find((each) => each.handle === handle);
  return group && `<!subteam^${group.id}|@${group.handle}>`;
};
