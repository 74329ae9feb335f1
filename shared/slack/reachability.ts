import type { Finding } from '../domain/reachability/finding.ts';
import { context, type SlackMessage, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { inline } from './escape.ts';

/** Of so many the rest is counted. */
const FINDINGS_MAX = 10;
const TEXT_MAX = 400;

const words = (text: string): string => inline(text, TEXT_MAX);

/** Something that keeps pages from people, as one line. */
export const findingText = ({ level, what, why, todo }: Pick<Finding, 'level' | 'what' | 'why' | 'todo'>): string =>
  `${level === 'error' ? EMOJI.alarm : EMOJI.warning} *${words(what)}.* ${words(why)} ${words(todo)}`;

/** To the team's channel, once a day: those whom nobody could page. */
export const reachabilityReport = (errors: readonly Finding[]): SlackMessage => {
  const count = errors.length === 1 ? 'One thing' : `${errors.length} things`;
  const title = `${count} would keep a page from reaching anybody`;
  const rest = errors.length - FINDINGS_MAX;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...errors.slice(0, FINDINGS_MAX).map((finding) => section(findingText(finding))),
      ...(rest > 0 ? [context(`and ${rest} more: GET /v1/reachability`)] : []),
    ],
  };
};
