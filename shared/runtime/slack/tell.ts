import { nudgeDueAt, nudged } from '../../domain/chat/nudge.ts';
import { openChannel } from '../../domain/chat/room.ts';
import { type SlackMessage, section } from '../../slack/blocks.ts';
import { line } from '../../slack/lines.ts';
import { nudge } from '../../slack/nudge.ts';
import { slackIdOf } from './people.ts';
import { post } from './posts.ts';
import type { Session } from './session.ts';

/** Commits whose lines go into one message, and how many of its characters they may fill. */
const LINES_MAX = 10;
const CHARACTERS_MAX = 3500;
/** Messages in one going-round: what is left comes in the next. */
const MESSAGES_MAX = 5;

interface Bundle {
  readonly lines: readonly string[];
  readonly toSeq: number;
}

/** The next lines to tell, of whole commits and in their order; undefined when all is told. */
const nextBundle = ({ facts, room }: Session): Bundle | undefined => {
  let lines: readonly string[] = [];
  let toSeq = room.postedSeq;
  for (const { seq, events } of facts.commits) {
    if (seq <= room.postedSeq) continue;
    const more = events.flatMap((event) => line(event) ?? []);
    const both = [...lines, ...more];
    const isTooMuch = both.length > LINES_MAX || both.join('\n').length > CHARACTERS_MAX;
    if (lines.length > 0 && more.length > 0 && isTooMuch) break;
    lines = both;
    toSeq = seq;
  }
  return toSeq > room.postedSeq ? { lines, toSeq } : undefined;
};

const messageOf = ({ lines }: Bundle): SlackMessage => ({
  text: lines.join('\n').slice(0, CHARACTERS_MAX),
  blocks: lines.map((text) => section(text)),
});

/** What happened is told in the channel, in order and once; several things at a time as one message. */
export const tellLines = async (session: Session): Promise<void> => {
  for (let messages = 0; messages < MESSAGES_MAX; messages += 1) {
    const channel = openChannel(session.room);
    const bundle = nextBundle(session);
    if (channel === null || !bundle) return;
    const { lines, toSeq } = bundle;
    if (lines.length === 0) {
      session.change((room) => ({ ...room, postedSeq: toSeq }));
      continue;
    }
    const key = `${session.facts.incident.id}:lines:${session.room.postedSeq + 1}-${toSeq}`;
    if (!(await post(session, 'lines', { what: 'lines', key, channel, toSeq }, messageOf(bundle)))) return;
  }
  if (nextBundle(session)) session.postpone('lines');
};

/** An incident that has had no update for too long: whoever leads it is reminded, once for each interval. */
export const remind = async (session: Session): Promise<void> => {
  const { incident } = session.facts;
  const channel = openChannel(session.room);
  const dueAt = nudgeDueAt(incident, session.room.nudgedAt);
  if (channel === null || dueAt === null || dueAt > session.now) return;
  const whom = nudged(incident);
  const slackId = whom && (await slackIdOf(session, whom.userId));
  const message = nudge(incident, session.now);
  const addressed: SlackMessage = slackId
    ? { text: `<@${slackId}> ${message.text}`, blocks: [section(`<@${slackId}>`), ...message.blocks] }
    : message;
  await post(session, 'nudge', { what: 'nudge', key: `${incident.id}:nudge:${dueAt}`, channel }, addressed);
};
