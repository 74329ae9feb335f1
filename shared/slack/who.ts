import type { Instant } from '../lib/instant.ts';
import { type SlackMessage, section, sections } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { bold, name } from './incident-words.ts';
import { when } from './when.ts';

export interface OnCallFacts {
  readonly schedule: string;
  readonly now: { readonly name: string; readonly until: Instant | null } | null;
  readonly next: { readonly name: string; readonly from: Instant } | null;
}

const SCHEDULES_MAX = 100;

const scheduleText = ({ schedule, now, next }: OnCallFacts): string => {
  const current = now ? `${bold(now.name)}${now.until ? ` until ${when(now.until)}` : ''}` : `${EMOJI.alarm} *nobody*`;
  const following = next
    ? `next ${name(next.name)}${now?.until === next.from ? '' : ` from ${when(next.from)}`}`
    : 'nobody next';
  return `${name(schedule)}: ${current}, ${following}`;
};

/** `/incident who`: who is on call in every schedule, now and next. */
export const whoReply = (schedules: readonly OnCallFacts[]): SlackMessage => {
  if (schedules.length === 0) {
    const text = 'There are no schedules yet, so nobody is on call. An admin can add one in PD Lite.';
    return { text, blocks: [section(text)] };
  }
  const lines = schedules.slice(0, SCHEDULES_MAX).map(scheduleText);
  const others = schedules.length - lines.length;
  return {
    text: 'Who is on call, now and next',
    blocks: sections(['*On call*', ...lines, ...(others > 0 ? [`and ${others} more schedules`] : [])]),
  };
};
