import type { IncidentId } from '../../lib/ids.ts';
import { type Instant, secondsBetween } from '../../lib/instant.ts';
import type { Actor } from '../incident/actor.ts';
import { answerOf, type Incident, type Person } from '../incident/incident.ts';
import type { Attempt } from '../paging/page.ts';

export const drillTitle = (name: string): string => `Drill: ${name}`;
export const DRILL_DESCRIPTION =
  'A drill. Acknowledge it as you would a real page, and it ends. Unanswered, it ends by itself.';

/** One message or call of a drill: when its provider took it, and when it was there. */
export interface DrillStep {
  readonly channel: Attempt['channel'];
  readonly provider: Attempt['provider'];
  readonly outcome: Attempt['outcome'];
  readonly handedOverAt: Instant | null;
  readonly deliveredAt: Instant | null;
}

/** What a drill has shown: how long it took from its acceptance to each step, in seconds; null where it did not come to it. */
export interface DrillResult {
  readonly id: IncidentId;
  readonly number: string;
  readonly user: Person;
  readonly status: 'under-way' | 'answered' | 'unanswered';
  readonly startedAt: Instant;
  readonly startedBy: Actor;
  readonly endedAt: Instant | null;
  readonly answeredBy: Actor | null;
  readonly seconds: {
    readonly handedOver: number | null;
    readonly delivered: number | null;
    readonly answered: number | null;
  };
  readonly steps: readonly DrillStep[];
}

/** The first receipt that says it was there: a text that was delivered, a phone that rang. */
const deliveredAt = ({ receipts }: Attempt): Instant | null =>
  receipts.find(({ kind, status }) =>
    kind === 'sms' ? status === 'delivered' : ['ringing', 'in-progress', 'completed'].includes(status),
  )?.at ?? null;

const stepOf = (attempt: Attempt): DrillStep => ({
  channel: attempt.channel,
  provider: attempt.provider,
  outcome: attempt.outcome,
  handedOverAt: attempt.outcome === 'accepted' ? attempt.outcomeAt : null,
  deliveredAt: deliveredAt(attempt),
});

const earliest = (times: readonly (Instant | null)[]): Instant | null =>
  times.filter((at) => at !== null).toSorted()[0] ?? null;

/** Who answered: not the product, which ends a drill that nobody answers. */
const answered = (incident: Incident) => {
  const answer = incident.status === 'resolved' && incident.acknowledged ? incident.acknowledged : answerOf(incident);
  return answer && answer.by.kind !== 'system' ? answer : null;
};

/** What came of a drill, from its incident and its attempts. Undefined: the incident is meant. */
export const drillResult = (incident: Incident, attempts: readonly Attempt[]): DrillResult | undefined => {
  const { id, number, drill: user, declaredAt: startedAt, declaredBy: startedBy } = incident;
  if (!user) return undefined;
  const answer = answered(incident);
  const endedAt = incident.status === 'resolved' ? incident.resolved.at : null;
  const steps = attempts.toSorted((a, b) => (a.claimedAt < b.claimedAt ? -1 : 1)).map(stepOf);
  const since = (at: Instant | null) => (at === null ? null : secondsBetween(startedAt, at));
  return {
    id,
    number: `INC-${number}`,
    user,
    status: answer ? 'answered' : endedAt === null ? 'under-way' : 'unanswered',
    startedAt,
    startedBy,
    endedAt,
    answeredBy: answer?.by ?? null,
    seconds: {
      handedOver: since(earliest(steps.map((step) => step.handedOverAt))),
      delivered: since(earliest(steps.map((step) => step.deliveredAt))),
      answered: since(answer?.at ?? null),
    },
    steps,
  };
};
