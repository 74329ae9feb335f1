import type { DirectoryStore } from '../../data/directory-store.ts';
import type { SlackUserId, UserId } from '../../lib/ids.ts';
import type { Result } from '../../lib/result.ts';
import type { SlackAnswer, SlackFailure } from './slack-api.ts';

/**
 * Who somebody of ours is in Slack: by the id that is on record, else once by their e-mail address, which is then put on
 * record. Null: they are not in Slack. Undefined: Slack could not say.
 */
export const matchPerson = async (
  directory: Pick<DirectoryStore, 'user' | 'linkSlack'>,
  lookup: (email: string, name: string) => Promise<Result<SlackAnswer, SlackFailure>>,
  userId: UserId,
): Promise<SlackUserId | null | undefined> => {
  const user = await directory.user(userId);
  if (!user || user.slackId) return user?.slackId ?? null;
  if (!user.email) return null;
  const found = await lookup(user.email, user.name);
  if (!found.ok) return found.error.kind === 'refused' ? null : undefined;
  const slackId = (found.value['user'] as { id?: string } | undefined)?.id as SlackUserId | undefined;
  if (!slackId) return null;
  await directory.linkSlack(user.id, slackId);
  return slackId;
};
