import type { UserId } from '../../lib/ids.ts';
import { type Urgency, usableRules } from '../directory/usable-rules.ts';
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

/** The page of somebody who was chosen: their rules as they are now, from the first on. One who is gone has none. */
export const beginPage = ({ cursor, urgency, ...facts }: PageFacts, userId: UserId, user: User | undefined): Page => {
  const { rules, notes } = user ? usableRules(user, urgency) : { rules: [], notes: [] };
  return {
    ...facts,
    pageId: pageIdOf(facts.runId, cursor, userId),
    userId,
    userName: user?.name ?? userId,
    rules,
    ...(notes.length > 0 ? { notes } : {}),
    step: 0,
    stepsSent: 0,
    status: 'active',
    ended: null,
    dueAt: facts.startedAt,
    baton: 1,
  };
};
