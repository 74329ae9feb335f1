import type { PagingNow } from '../domain/escalation/paging-now.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Instant } from '../lib/instant.ts';

/** What the card, the announcement and the topic tell. */
export interface CardFacts {
  readonly incident: Incident;
  readonly pagingNow: PagingNow | null;
  /** Now: whether something is overdue. */
  readonly at: Instant;
}
