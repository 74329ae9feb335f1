import { randomInt, randomUUID } from 'node:crypto';
import type { Lease } from '../../data/chat-room-store.ts';
import { nudgeDueAt } from '../../domain/chat/nudge.ts';
import { GIVEN_UP } from '../../domain/chat/problem.ts';
import {
  afterFailure,
  afterSuccess,
  type ChatRoom,
  isGivenUp,
  newRoom,
  openChannel,
  tryAgainAt,
  withProblem,
} from '../../domain/chat/room.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { IncidentId } from '../../lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../lib/instant.ts';
import { errorFacts, log } from '../log.ts';
import { type ChatFacts, loadFacts } from './chat-facts.ts';
import { ensureChannel } from './ensure-channel.ts';
import { pinCard, postAnnouncement, postCard, setTopic, updateAnnouncement, updateCard } from './keep-true.ts';
import { inviteResponders } from './people.ts';
import { settlePosting } from './posts.ts';
import { LEASE_SECONDS, LeaseLost, Session, type SyncDeps, type Trouble } from './session.ts';
import { DELAY_SECONDS_MAX } from './sync-queue.ts';
import { remind, tellLines } from './tell.ts';

/** How often one caller goes round a room that changes under its hands; then it is another's turn. */
const ROUNDS_MAX = 5;
/** The card names the next level's time: it is looked at again when that has passed, should nobody have said so. */
const LEVEL_GRACE_SECONDS = 5;
const LOOK_AGAIN_SECONDS = 60;
/** After an error of ours: the table may be well again by then. */
const LET_GO_SECONDS = 5;
/** Those whom Slack itself told to wait come back at different moments, spread wider each time. */
const SPREAD_SECONDS_MAX = 60;

/** Brings everything in line once. What fails is on the session; the rest is done all the same. */
const goRound = async (session: Session): Promise<void> => {
  await settlePosting(session);
  await ensureChannel(session);
  // What people look at first, all at once: none of these can be done twice.
  await Promise.all([updateCard(session), updateAnnouncement(session), setTopic(session), inviteResponders(session)]);
  await postCard(session);
  await postAnnouncement(session);
  await tellLines(session);
  await remind(session);
  await pinCard(session);
};

/** A drill is between the product and one person: it has no channel, and the team's channel hears nothing of it. */
const isTold = ({ drill }: Incident): boolean => drill === undefined;

/** When something will be untrue or due by itself, though nobody does anything. */
const nextLookAt = ({ incident, pagingNow }: ChatFacts, room: ChatRoom, at: Instant): Instant | null => {
  if (incident.status === 'resolved' || !isTold(incident)) return null;
  const level = pagingNow?.nextDueAt ? addSeconds(pagingNow.nextDueAt, LEVEL_GRACE_SECONDS) : null;
  const nudge = openChannel(room) === null ? null : nudgeDueAt(incident, room.nudgedAt);
  const update = incident.nextUpdateDueAt !== null && incident.nextUpdateDueAt > at ? incident.nextUpdateDueAt : null;
  const [first] = [level, nudge, update].filter((time) => time !== null).sort();
  if (first === undefined) return null;
  return first > at ? first : addSeconds(at, LOOK_AGAIN_SECONDS);
};

const retryAt = (troubles: readonly Trouble[], room: ChatRoom, at: Instant): Instant => {
  const failures = room.failures + 1;
  const spreadMs = randomInt(0, 1000 * Math.min(SPREAD_SECONDS_MAX, 2 ** Math.min(failures, 10)));
  const times = troubles.map(({ failure }) =>
    failure.kind === 'limited'
      ? addSeconds(failure.retryAt, failure.turn ? 0 : spreadMs / 1000)
      : tryAgainAt(failures, at),
  );
  const [first = addSeconds(at, LOOK_AGAIN_SECONDS)] = times.sort();
  const soonest = addSeconds(at, 1);
  return first > soonest ? first : soonest;
};

/** The room as it is left: when it is looked at next, and whether it has failed for too long. */
const leave = ({ facts, room, troubles, now }: Session): ChatRoom => {
  const look = nextLookAt(facts, room, now);
  if (troubles.length === 0) return afterSuccess(room, look);
  const onlyWaits = troubles.every(({ failure }) => failure.kind === 'limited');
  if (!onlyWaits && isGivenUp(room, now)) {
    log.error('slack.given-up', { incidentId: room.incidentId, part: troubles[0]?.part ?? null });
    const part = troubles[0]?.part ?? 'slack';
    return afterFailure(withProblem(room, { at: now, part, error: GIVEN_UP, about: null }), now, look);
  }
  const again = retryAt(troubles, room, now);
  return afterFailure(room, now, look !== null && look < again ? look : again);
};

/** A message for a try before the minute's schedule would see to it. Lost, it is seen to then. */
const remember = async (deps: SyncDeps, room: ChatRoom): Promise<void> => {
  if (room.failures === 0 || room.dueAt === null) return;
  const seconds = secondsBetween(deps.clock.now(), room.dueAt);
  if (seconds > DELAY_SECONDS_MAX) return;
  try {
    await deps.queue.send({ incidentId: room.incidentId, dueAt: room.dueAt }, seconds);
  } catch (error) {
    log.warn('slack.sync-not-queued', { incidentId: room.incidentId, ...errorFacts(error) });
  }
};

const work = async (deps: SyncDeps, first: Lease, found: ChatRoom | undefined, remainingMs: () => number) => {
  let lease = first;
  let room = found ?? newRoom(first.incidentId);
  for (let round = 1; ; round += 1) {
    const facts = await loadFacts(deps, lease.incidentId);
    if (facts) {
      const session = new Session({ deps, facts, lease, room, remainingMs });
      if (isTold(facts.incident)) await goRound(session);
      room = leave(session);
      const isLast = round >= ROUNDS_MAX || session.isStopped;
      const { incident } = await deps.incidents.load(lease.incidentId);
      const isTrue = incident?.version === facts.incident.version;
      if (!isTrue && !isLast) continue;
      // Whoever was told that it would be seen to must not wait for long.
      if (!isTrue) room = { ...room, dueAt: addSeconds(deps.clock.now(), 1), failures: Math.max(1, room.failures) };
    }
    const released = await deps.rooms.release(lease, room);
    if (released !== 'wanted') return { room, released };
    lease = await deps.rooms.renewed(lease);
    if (round < ROUNDS_MAX) continue;
    room = { ...room, dueAt: addSeconds(deps.clock.now(), 1), failures: Math.max(1, room.failures) };
    await deps.rooms.release(lease, room);
    return { room, released };
  }
};

/**
 * Brings an incident's place in Slack in line with what is true: its channel, who is in it, the pinned card, the topic,
 * what happened, and the announcement. Safe to do at any time, any number of times and by many at once: one does it, and
 * goes round again for whoever came meanwhile. What fails is tried again, and is on record.
 *
 * @throws what the table throws; Slack's failures never
 */
export const syncIncident = async (
  deps: SyncDeps,
  incidentId: IncidentId,
  remainingMs: () => number,
): Promise<'done' | 'again' | 'busy'> => {
  const at = deps.clock.now();
  const acquired = await deps.rooms.acquire(incidentId, randomUUID(), at, addSeconds(at, LEASE_SECONDS));
  if (acquired.type === 'busy') return 'busy';
  try {
    const { room, released } = await work(deps, acquired.lease, acquired.room, remainingMs);
    if (released === 'lost') return 'busy';
    await remember(deps, room);
    return room.failures === 0 ? 'done' : 'again';
  } catch (error) {
    if (error instanceof LeaseLost) return 'busy';
    // Not well enough to go on, perhaps well enough to say so; else the lease ends by itself.
    const soon = addSeconds(deps.clock.now(), LET_GO_SECONDS);
    await deps.rooms.letGo(acquired.lease, soon).catch(() => undefined);
    throw error;
  }
};
