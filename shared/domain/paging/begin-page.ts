import type { UserId } from '../../lib/ids.ts';
import { addSeconds } from '../../lib/instant.ts';
import { type Urgency, type UsableRules, usableRules } from '../directory/usable-rules.ts';
import type { User } from '../directory/user.ts';
import type { Cursor } from '../escalation/run.ts';
import { type Page, pageIdOf } from './page.ts';

/** What all pages of a level have in common. */
export interface PageFacts
  extends Pick<Page, 'incidentId' | 'runId' | 'label' | 'acceptedAt' | 'exhausted' | 'startedAt'> {
  readonly cursor: Cursor | 'fallback';
  /** Absent: high. */
  readonly urgency?: Urgency;
}

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
    step: 0,
    stepsSent: 0,
    status: 'active',
    ended: null,
    dueAt: addSeconds(facts.startedAt, firstDelay(user, usable)),
    baton: 1,
  };
};
