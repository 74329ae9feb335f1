import type { IncidentId, PolicyId, RunId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { HIGH, type Judged } from '../directory/urgency.ts';
import type { RuleNote, Urgency } from '../directory/usable-rules.ts';
import type { Severity } from '../incident/severity.ts';
import { beginPage, type PageFacts } from '../paging/begin-page.ts';
import { afterStep, nextStep, type Page, type PageRule } from '../paging/page.ts';
import { type Directory, resolveTargets } from './advance.ts';
import { placesOf } from './place.ts';
import type { EscalationPolicy } from './policy.ts';
import type { Chosen, Cursor, LevelReached, Skipped, Told } from './run.ts';
import { stepOfRun } from './step-of-run.ts';

/** One message or call that somebody would get, if nobody answered before. */
export interface PreviewStep {
  readonly channel: PageRule['channel'];
  readonly to: PageRule['to'];
  readonly at: Instant;
}

/** Somebody who would be paged, why them, and how. */
export interface PreviewPerson extends Chosen {
  readonly steps: readonly PreviewStep[];
  /** Rules that are left out, or used although something speaks against them. */
  readonly notes: readonly RuleNote[];
}

export interface PreviewLevel extends Cursor {
  readonly at: Instant;
  /** When the next is paged, or, after the last, the fallback contacts are. The same moment where nobody is here. */
  readonly until: Instant;
  readonly people: readonly PreviewPerson[];
  readonly skipped: readonly Skipped[];
  /** Places that are told beside them. */
  readonly told: readonly Told[];
  /** Where it would not be urgent, and why not. */
  readonly urgency?: Urgency;
  readonly whyUrgency?: string | undefined;
}

/** All that would happen if an incident began and nobody answered. */
export interface Preview {
  readonly levels: readonly PreviewLevel[];
  /** Told when every round has gone by; of low urgency nobody is. */
  readonly fallback: {
    readonly at: Instant;
    readonly people: readonly PreviewPerson[];
    readonly skipped: readonly Skipped[];
    readonly told: readonly Told[];
  };
  /** It would not be urgent: it rests when the first level has been paged in every round. */
  readonly rests: boolean;
}

export interface PreviewOptions {
  /** When the incident would begin. */
  readonly at: Instant;
  readonly severity: Severity;
  /** How urgent it would be at a moment. Absent: always high. */
  readonly judge?: (at: Instant) => Judged;
  /** Whose turn it would be at levels where people take turns. */
  readonly turns?: ReadonlyMap<number, number>;
}

const NO_INCIDENT = '' as IncidentId;
const FIRST_RUN = 'r1' as RunId;

/** Everything that a page would send. Each turn sends one rule or waits for it, so it ends. */
const stepsOf = (page: Page): readonly PreviewStep[] => {
  const steps: PreviewStep[] = [];
  let moved = page;
  let at = page.startedAt;
  for (let turns = 0; turns <= 2 * page.rules.length; turns += 1) {
    const next = nextStep(moved, at);
    if (next.type === 'over') break;
    if (next.type === 'wait') {
      at = next.until;
      continue;
    }
    const rule = moved.rules[next.step];
    if (rule) steps.push({ channel: rule.channel, to: rule.to, at });
    moved = afterStep(moved, next.step, true, at);
  }
  return steps;
};

const personOf = (chosen: Chosen, directory: Directory, facts: PageFacts): PreviewPerson => {
  const page = beginPage(facts, chosen.userId, directory.users.get(chosen.userId));
  return { ...chosen, steps: stepsOf(page), notes: page.notes ?? [] };
};

/**
 * Who would be paged if an incident began at a moment and nobody ever answered: every level of every round, and then the
 * fallback contacts, with their channels, times and the reasons. It is found by going through the policy as a run does,
 * by `advance`, and through each page as a page does, by `nextStep`; every provider is taken to be well. Bounded by
 * levels times rounds.
 */
export const preview = (
  policy: Pick<EscalationPolicy, 'levels' | 'rounds' | 'fallback'>,
  directory: Directory,
  { at: beginsAt, severity, judge = () => HIGH, turns }: PreviewOptions,
): Preview => {
  const facts = (cursor: Cursor | 'fallback', at: Instant, urgency?: Urgency): PageFacts => ({
    incidentId: NO_INCIDENT,
    runId: FIRST_RUN,
    cursor,
    label: { number: 0, severity, title: '', service: '' },
    acceptedAt: null,
    exhausted: cursor === 'fallback' ? { why: 'nobody-to-page', at } : null,
    startedAt: at,
    ...(urgency ? { urgency } : {}),
  });
  const levelOf = (reached: LevelReached, until: Instant): PreviewLevel => {
    const { round, level, at, chosen, skipped, told = [], urgency, whyUrgency } = reached;
    return {
      round,
      level,
      at,
      until,
      people: chosen.map((one) => personOf(one, directory, facts({ round, level }, at, urgency))),
      skipped,
      told,
      ...(urgency ? { urgency, whyUrgency } : {}),
    };
  };

  const levels: PreviewLevel[] = [];
  let at = beginsAt;
  let cursor: Cursor = { round: 0, level: 0 };
  let past: readonly LevelReached[] = [];
  const policyId = 'previewed' as PolicyId;
  for (let looks = 0; looks <= (policy.levels.length + 1) * policy.rounds; looks += 1) {
    const course = { policy, cursor, asked: [] };
    const step = stepOfRun(course, { policyId, reached: past }, directory, {
      at,
      region: '',
      judged: judge(at),
      turns,
    });
    if (step.type === 'quiet') return { levels, fallback: { at, people: [], skipped: [], told: [] }, rests: true };
    const isPaged = step.type === 'page';
    for (const reached of step.reached)
      levels.push(levelOf(reached, isPaged && reached === step.reached.at(-1) ? step.dueAt : at));
    if (!isPaged) break;
    past = [...past, ...step.reached];
    at = step.dueAt;
    cursor = step.next;
  }
  const { chosen, skipped } = resolveTargets(policy.fallback, directory, at);
  const people = chosen.map((one) => personOf(one, directory, facts('fallback', at)));
  return { levels, fallback: { at, people, skipped, told: placesOf(policy.fallback) }, rests: false };
};
