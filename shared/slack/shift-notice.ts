import type { Finding } from '../domain/reachability/finding.ts';
import type { Instant } from '../lib/instant.ts';
import { type SlackMessage, section, sections } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { bold, name } from './incident-words.ts';
import { findingText } from './reachability.ts';
import { when } from './when.ts';

/** A hand-over in words. */
export interface ShiftNotice {
  readonly schedule: string;
  /** Whoever had it before, or has it from then on; null is nobody. */
  readonly other: string | null;
}

const FINDINGS_MAX = 5;

/** To whoever is on call from now on; with what would keep a page from reaching them. */
export const shiftBegun = (
  { schedule, other }: ShiftNotice,
  until: Instant | undefined,
  findings: readonly Finding[],
): SlackMessage => {
  const text = `${EMOJI.paging} You are on call now: ${name(schedule)}`;
  const how = `${until ? ` until ${when(until)}` : ''}${other === null ? '' : `, after ${name(other)}`}`;
  return {
    text,
    blocks: sections([
      `${EMOJI.paging} *You are on call now* in ${bold(schedule)}${how}.`,
      ...findings.slice(0, FINDINGS_MAX).map(findingText),
    ]),
  };
};

/** To whoever was on call until now. */
export const shiftEnded = ({ schedule, other }: ShiftNotice): SlackMessage => {
  const text = `${EMOJI.done} Your shift is over: ${name(schedule)}`;
  const next = other === null ? `${EMOJI.alarm} Nobody is on call after you.` : `${name(other)} has it now.`;
  return { text, blocks: [section(`${EMOJI.done} *Your shift in* ${bold(schedule)} *is over.* ${next}`)] };
};
