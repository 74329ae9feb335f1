import type { RuleUrgency } from '../domain/directory/user.ts';
import type { Finding } from '../domain/reachability/finding.ts';
import type { Instant } from '../lib/instant.ts';
import { actions, type Block, type Button, button, context, divider, type Home, header, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { type ListedIncident, listedText } from './incident-replies.ts';
import { name } from './incident-words.ts';
import { ACTIONS } from './names.ts';
import { unknownBlocks } from './people.ts';
import { findingText } from './reachability.ts';
import { clock, duration, when } from './when.ts';

export interface HomeFacts {
  readonly user: { readonly name: string };
  readonly openIncidents: readonly ListedIncident[];
  readonly shifts: readonly {
    readonly schedule: string;
    /** On call now; `until` null when no end is in sight. */
    readonly now: { readonly until: Instant | null } | null;
    readonly next: { readonly from: Instant; readonly until: Instant | null } | null;
  }[];
  readonly rules: readonly {
    readonly channel: 'sms' | 'voice' | 'slack' | 'email';
    readonly to: string;
    readonly delaySeconds: number;
    readonly urgency?: RuleUrgency;
  }[];
  /** What would keep pages from them. Absent: not looked at. */
  readonly findings?: readonly Pick<Finding, 'level' | 'what' | 'why' | 'todo'>[];
  readonly canDrill: boolean;
  readonly at: Instant;
}

const INCIDENTS_MAX = 20;
const SHIFTS_MAX = 20;
const RULES_MAX = 20;
const FINDINGS_MAX = 5;

/** An address as its owner knows it again and nobody who looks over their shoulder learns it: `+1 ... 0101`, `a...@example.com`. */
const masked = (to: string): string => {
  if (/^\+\d{6,15}$/.test(to)) return `${to.slice(0, 2)} ... ${to.slice(-4)}`;
  const at = to.lastIndexOf('@');
  return at > 0 ? name(`${to.slice(0, 1)}...${to.slice(at)}`) : '';
};

const CHANNELS = { sms: 'text message', voice: 'phone call', slack: 'message in Slack', email: 'e-mail' } as const;

const WHEN = { high: ', if it is urgent', low: ', if it is not urgent', any: '' } as const;

const ruleText = ({ channel, to, delaySeconds, urgency = 'any' }: HomeFacts['rules'][number]): string => {
  const start = delaySeconds === 0 ? 'At once' : `After ${duration(delaySeconds)}`;
  const address = channel === 'slack' ? '' : masked(to);
  return `${start}${WHEN[urgency]}: ${CHANNELS[channel]}${address ? ` to ${address}` : ''}`;
};

const shiftText = ({ schedule, now, next }: HomeFacts['shifts'][number]): string => {
  const following = next ? `${when(next.from)}${next.until ? ` to ${when(next.until)}` : ''}` : null;
  if (now) {
    const until = now.until ? ` until ${when(now.until)}` : '';
    return `${EMOJI.paging} *${name(schedule)}*: you are on call${until}${following ? `; next from ${following}` : ''}`;
  }
  return `*${name(schedule)}*: ${following ? `next from ${following}` : 'no shift in sight'}`;
};

const listOf = (lines: readonly string[], max: number, nothing: string): Block[] =>
  lines.length === 0
    ? [section(nothing)]
    : [
        ...lines.slice(0, max).map((text) => section(text)),
        ...(lines.length > max ? [context(`and ${lines.length - max} more`)] : []),
      ];

/** App Home: what is open, when I am on call, how I am paged, and the two things to do about it. */
export const home = (facts: HomeFacts): Home => {
  const { openIncidents, shifts, rules, canDrill, at } = facts;
  const buttons: Button[] = [
    button(ACTIONS.declare, 'Declare an incident', '', 'primary'),
    ...(canDrill ? [button(ACTIONS.drill, 'Page me (drill)', '')] : []),
  ];
  const howPaged =
    rules.length === 0
      ? [section(`${EMOJI.alarm} *You cannot be paged:* you have no contact rules. Ask an admin.`)]
      : [section(rules.slice(0, RULES_MAX).map(ruleText).join('\n'))];
  return {
    type: 'home',
    blocks: [
      actions('home', buttons),
      header('Open incidents'),
      ...listOf(openIncidents.map(listedText), INCIDENTS_MAX, `${EMOJI.resolved} No incident is open.`),
      divider,
      header('My shifts'),
      ...listOf(shifts.map(shiftText), SHIFTS_MAX, 'You are in no schedule.'),
      divider,
      header('How I am paged'),
      ...howPaged,
      ...(facts.findings ?? []).slice(0, FINDINGS_MAX).map((finding) => section(findingText(finding))),
      context(`${name(facts.user.name)}  ·  as of ${clock(at)}`),
    ],
  };
};

/** App Home of somebody whom PD Lite does not know. */
export const unknownHome = (email: string | null): Home => ({ type: 'home', blocks: unknownBlocks(email) });
