import type { UserId } from '../../lib/ids.ts';
import { addSeconds } from '../../lib/instant.ts';
import { type Urgency, type UsableRules, usableRules } from '../directory/usable-rules.ts';
import type { User } from '../directory/user.ts';
import { placeId } from '../escalation/place.ts';
import type { Cursor, Told } from '../escalation/run.ts';
import { type Page, type PageRule, pageIdOf } from './page.ts';

/** What all pages of a level have in common. */
export interface PageFacts
  extends Pick<Page, 'incidentId' | 'runId' | 'label' | 'acceptedAt' | 'exhausted' | 'startedAt'> {
  readonly cursor: Cursor | 'fallback';
  /** Absent: high. */
  readonly urgency?: Urgency;
}

/** All pages are alike at their beginning. */
const UNTOUCHED = { step: 0, stepsSent: 0, status: 'active', ended: null, baton: 1 } as const;

const NOBODY: UsableRules = { rules: [], notes: [] };

/** How soon the first rule is due; at the time of one that is left out, where that would have been sooner. */
const firstDelay = (user: User | undefined, { rules, notes }: UsableRules): number => {
  const leftOut = (user?.rules ?? []).filter(({ channel, to }) =>
    notes.some((note) => !note.used && note.channel === channel && note.to === to),
  );
  const delays = [...rules.slice(0, 1), ...leftOut].map(({ delaySeconds }) => delaySeconds);
  return delays.length > 0 ? Math.min(...delays) : 0;
};

/** The page of somebody who was chosen: their rules as they are now, from the first on. One who is gone has none. */
export const beginPage = ({ cursor, urgency, ...facts }: PageFacts, userId: UserId, user: User | undefined): Page => {
  const usable = user ? usableRules(user, urgency) : NOBODY;
  const { rules, notes } = usable;
  return {
    ...facts,
    pageId: pageIdOf(facts.runId, cursor, userId, urgency),
    userId,
    userName: user?.name ?? userId,
    rules,
    ...(notes.length > 0 ? { notes } : {}),
    ...UNTOUCHED,
    dueAt: addSeconds(facts.startedAt, firstDelay(user, usable)),
  };
};

const ruleOf = ({ target }: Told): PageRule =>
  target.type === 'webhook'
    ? { channel: 'webhook', to: target.url, delaySeconds: 0 }
    : { channel: 'slack-channel', to: target.id, delaySeconds: 0 };

/** The page of a place, at its place in the level: told once, at once, and in the same way as people are. */
export const beginPlacePage = ({ cursor, urgency, ...facts }: PageFacts, told: Told, index: number): Page => {
  const userId = placeId(index);
  return {
    ...facts,
    pageId: pageIdOf(facts.runId, cursor, userId, urgency),
    userId,
    userName: told.name,
    rules: [ruleOf(told)],
    acceptedAt: null,
    ...UNTOUCHED,
    dueAt: facts.startedAt,
  };
};
