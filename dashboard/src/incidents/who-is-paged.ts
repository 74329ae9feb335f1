import type { Named, Target, TimelineItem } from '../lib/types.ts';

/** Somebody who was paged at the level that was reached last, and what became of it. */
export interface PagedPerson extends Named {
  readonly why: string;
  readonly steps: readonly { readonly at: string; readonly text: string; readonly good: boolean | null }[];
}

export interface Paging {
  readonly at: string;
  readonly round: number;
  readonly level: number;
  readonly people: readonly PagedPerson[];
  readonly skipped: readonly string[];
}

interface Level extends TimelineItem {
  readonly round: number;
  readonly level: number;
  readonly chosen: readonly {
    readonly userId: string;
    readonly name: string;
    readonly target: Target;
    readonly why: string;
  }[];
  readonly skipped: readonly { readonly why: string }[];
}

const CHANNEL: Readonly<Record<string, string>> = {
  sms: 'Text message',
  voice: 'Call',
  slack: 'Slack message',
  email: 'E-mail',
};
const GOOD = ['delivered', 'answered', 'completed', 'in-progress', 'sent', 'accepted'];
const BAD = ['failed', 'undelivered', 'busy', 'no-answer', 'canceled', 'refused', 'unknown', 'withheld'];

const stateOf = (status: string): boolean | null =>
  GOOD.includes(status) ? true : BAD.includes(status) ? false : null;

/** The last thing known of each attempt that names the person, in the order of the attempts. */
const stepsFor = (name: string, items: readonly TimelineItem[]): PagedPerson['steps'] => {
  const byAttempt = new Map<unknown, PagedPerson['steps'][number]>();
  for (const item of items) {
    const status = String(item['status'] ?? item['outcome'] ?? '');
    if (!/^Page(Sent|Receipt|Withheld)$/.test(item.type) || !item.text.includes(`to ${name}`)) continue;
    const channel = CHANNEL[String(item['channel'])] ?? String(item['channel']);
    byAttempt.set(item['attemptId'], { at: item.at, text: `${channel}: ${status}`, good: stateOf(status) });
  }
  return [...byAttempt.values()];
};

/** Who is being paged, from the story: the level that was reached last, and how far each page has come. */
export const whoIsPaged = (items: readonly TimelineItem[]): Paging | null => {
  const index = items.findLastIndex(({ type }) => type === 'LevelReached');
  if (index < 0) return null;
  const { at, round, level, chosen, skipped } = items[index] as Level;
  const since = items.slice(index).concat(items.filter((item, i) => i < index && item.at === at));
  return {
    at,
    round,
    level,
    people: chosen.map(({ userId, name, why }) => ({ id: userId, name, why, steps: stepsFor(name, since) })),
    skipped: skipped.map(({ why }) => why),
  };
};
