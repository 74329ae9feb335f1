import type { DirectoryStore } from '../../data/directory-store.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { asTyped } from '../../slack/as-typed.ts';
import { type Reply, words } from './reply.ts';

/** As long as the API lets them be. */
export const BOUNDS = {
  title: 1024,
  description: 10_000,
  summary: 4000,
  message: 4000,
  note: 10_000,
  reason: 1000,
} as const;

const tidy = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '').trim();

/** What somebody wrote, tidied: null when they wrote nothing, words for them when it is too long. */
export const written = (text: string, what: keyof typeof BOUNDS): Result<string | null, Reply> => {
  const said = tidy(text);
  if (said.length <= BOUNDS[what]) return ok(said === '' ? null : said);
  return err(
    words(`Nothing was done: a ${what} has at most ${BOUNDS[what]} characters, and this one has ${said.length}.`),
  );
};

const MENTIONS_MAX = 20;

/** A text of Slack's as people read it: mentions of people we know are their names. */
export const asRead = async (directory: Pick<DirectoryStore, 'userOfSlack'>, text: string): Promise<string> => {
  const ids = [...new Set([...text.matchAll(/<@([UW][A-Z0-9]{2,29})(?:\|[^>]*)?>/g)].map(([, id]) => id))];
  let read = text;
  for (const id of ids.slice(0, MENTIONS_MAX)) {
    const user = await directory.userOfSlack(id as SlackUserId);
    if (user) read = read.replaceAll(new RegExp(`<@${id}(?:\\|[^>]*)?>`, 'g'), () => `@${asText(user.name)}`);
  }
  return tidy(asTyped(read));
};

/** A name as Slack would have encoded it, since it is decoded once more. */
const asText = (name: string): string => name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
