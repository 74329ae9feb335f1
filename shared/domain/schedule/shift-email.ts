import type { Instant } from '../../lib/instant.ts';
import { type EmailText, emailLine } from '../paging/email-texts.ts';
import type { Finding } from '../reachability/finding.ts';

/** A hand-over in words. */
export interface ShiftNews {
  readonly schedule: string;
  /** Whoever had it before, or has it from then on; null is nobody. */
  readonly other: string | null;
}

const NAME_MAX = 120;
const FINDINGS_MAX = 5;

const named = (name: string): string => emailLine(name, NAME_MAX, 'a schedule');

const written = (subject: string, lines: readonly string[], publicUrl: string): EmailText => ({
  subject,
  text: [...lines, '', `Who is on call: ${publicUrl}/on-call`, 'Answers to this e-mail are not read.', ''].join('\n'),
});

/** To whoever is on call from now on; with what would keep a page from reaching them. */
export const shiftBegunEmail = (
  { schedule, other }: ShiftNews,
  until: Instant | undefined,
  findings: readonly Pick<Finding, 'what' | 'todo'>[],
  publicUrl: string,
): EmailText => {
  const end = until ? ` until ${until.slice(0, 10)} ${until.slice(11, 16)} UTC` : '';
  const after = other === null ? '' : `, after ${named(other)}`;
  return written(
    `You are on call now: ${named(schedule)}`,
    [
      `You are on call now in ${named(schedule)}${end}${after}.`,
      ...findings.slice(0, FINDINGS_MAX).flatMap(({ what, todo }) => ['', `${emailLine(what, 500, '')}. ${todo}`]),
    ],
    publicUrl,
  );
};

/** To whoever was on call until now. */
export const shiftEndedEmail = ({ schedule, other }: ShiftNews, publicUrl: string): EmailText => {
  const next = other === null ? 'NOBODY is on call after you.' : `${named(other)} has it now.`;
  return written(
    `Your shift is over: ${named(schedule)}`,
    [`Your shift in ${named(schedule)} is over. ${next}`],
    publicUrl,
  );
};
