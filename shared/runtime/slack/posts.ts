import type { ChatPart } from '../../domain/chat/problem.ts';
import { afterPosting, type Posting } from '../../domain/chat/room.ts';
import { type Instant, toEpochMs } from '../../lib/instant.ts';
import type { Result } from '../../lib/result.ts';
import type { SlackMessage } from '../../slack/blocks.ts';
import type { Asking, Session } from './session.ts';
import type { SlackAnswer, SlackFailure } from './slack-api.ts';

const EVENT_TYPE = 'pd_lite';
/** Messages that are looked through for one whose outcome is unknown, around the time it was posted. */
const HISTORY_PAGES_MAX = 5;
const HISTORY_LIMIT = 200;
/** Slack's clock and ours may differ by the first; a call that takes long may be carried out by the second. */
const HISTORY_BEFORE_SECONDS = 300;
const HISTORY_AFTER_SECONDS = 3600;

const OUTSIDE = 'not_in_channel';

/** Asks for something in a channel; in the team's, which nobody may have invited us to, joins first where it must. */
const askInside = async (
  session: Session,
  part: ChatPart,
  method: string,
  args: Readonly<Record<string, unknown>> & { readonly channel: string },
  asking: Asking,
): Promise<Result<SlackAnswer, SlackFailure>> => {
  const mayJoin = args.channel === session.deps.announceChannel;
  const answer = await session.ask(part, method, args, { ...asking, expected: mayJoin ? [OUTSIDE] : [] });
  const isOutside = !answer.ok && answer.error.kind === 'refused' && answer.error.error === OUTSIDE;
  if (!mayJoin || !isOutside) return answer;
  const joined = await session.ask(part, 'conversations.join', { channel: args.channel }, { isLook: true });
  return joined.ok ? session.ask(part, method, args, asking) : joined;
};

type Intent<T> = T extends Posting ? Omit<T, 'at'> : never;

/**
 * Posts a message once: what is to be posted is written down before, and carries its key. Posts nothing while it is
 * unknown what became of another.
 */
export const post = async (
  session: Session,
  part: ChatPart,
  intent: Intent<Posting>,
  message: SlackMessage,
): Promise<boolean> => {
  if (session.isStopped || session.room.posting) return false;
  const posting = { ...intent, at: session.now } as Posting;
  session.change((room) => ({ ...room, posting }));
  await session.save();
  const { channel, key } = posting;
  const args = {
    channel,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: EVENT_TYPE, event_payload: { key } },
  };
  const posted = await askInside(session, part, 'chat.postMessage', args, { channel });
  if (posted.ok) {
    session.change((room) => afterPosting(room, posting, String(posted.value['ts'])));
    return true;
  }
  if (posted.error.kind !== 'unreachable') session.change((room) => ({ ...room, posting: null }));
  return false;
};

interface Message {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: { readonly key?: unknown } };
}

const slackTime = (at: Instant, seconds: number): string => (toEpochMs(at) / 1000 + seconds).toFixed(6);

/** The timestamp of a message that may have been posted; null when it was not; undefined when Slack could not say. */
const look = async (session: Session, { channel, key, at, what }: Posting): Promise<string | null | undefined> => {
  let cursor = '';
  for (let page = 0; page < HISTORY_PAGES_MAX; page += 1) {
    const answer = await askInside(
      session,
      what,
      'conversations.history',
      {
        channel,
        oldest: slackTime(at, -HISTORY_BEFORE_SECONDS),
        latest: slackTime(at, HISTORY_AFTER_SECONDS),
        limit: HISTORY_LIMIT,
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      },
      { isLook: true },
    );
    // A history that we may not read says nothing: a card twice is better than none.
    if (!answer.ok) return answer.error.kind === 'refused' ? null : undefined;
    const messages = (answer.value['messages'] ?? []) as readonly Message[];
    const ours = messages.find(
      ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload?.key === key,
    );
    if (ours?.ts) return ours.ts;
    cursor = (answer.value['response_metadata'] as { next_cursor?: string } | undefined)?.next_cursor ?? '';
    if (!cursor) return null;
  }
  return null;
};

/** Finds out what became of a message whose poster died, or heard no answer. */
export const settlePosting = async (session: Session): Promise<void> => {
  const { posting } = session.room;
  if (!posting) return;
  const ts = await look(session, posting);
  if (ts === undefined) return;
  session.change((room) => (ts === null ? { ...room, posting: null } : afterPosting(room, posting, ts)));
};
