import type { PagingNow } from '../domain/escalation/paging-now.ts';
import { type Incident, type Resolved, ROLES } from '../domain/incident/incident.ts';
import { secondsBetween } from '../lib/instant.ts';
import { actions, type Block, type Button, button, context, header, type SlackMessage, section } from './blocks.ts';
import { EMOJI } from './emoji.ts';
import { inline, literal, quote } from './escape.ts';
import type { CardFacts } from './facts.ts';
import {
  bold,
  incidentKey,
  mergedIntoName,
  name,
  names,
  notification,
  ROLE_NAMES,
  statusEmoji,
} from './incident-words.ts';
import { LIMITS } from './limits.ts';
import { ACTIONS, COMMAND } from './names.ts';
import { clock, duration, when } from './when.ts';

const UPDATE_MAX = 900;
const UPDATE_LINES_MAX = 12;
const WHY_MAX = 100;

const PAGE_BY_HAND = `Acknowledge it if you can take it, or page someone: \`${COMMAND} page @name\`.`;

const nobodyText = (told: PagingNow['people']): string => {
  const fallback =
    told.length > 0 ? ` ${names(told, bold)} ${told.length === 1 ? 'was' : 'were'} told as a last resort.` : '';
  return `${EMOJI.alarm} *NOBODY HAS THIS.* Nobody answered, and nobody else is being paged.${fallback} ${PAGE_BY_HAND}`;
};

/** Who is being paged right now, and what comes next; empty once somebody has answered. */
export const pagingText = ({ incident, pagingNow, at }: CardFacts): string => {
  if (incident.status !== 'triggered') return '';
  if (incident.exhausted || pagingNow?.exhausted) return nobodyText(pagingNow?.people ?? []);
  if (!pagingNow && incident.lastRunId === null) {
    return `${EMOJI.alarm} *Nobody is being paged:* there is no escalation policy for it. ${PAGE_BY_HAND}`;
  }
  if (!pagingNow || pagingNow.people.length === 0) return `${EMOJI.paging} *Paging is starting.*`;
  const { people, level, round, nextDueAt, calm } = pagingNow;
  const who = `${EMOJI.paging} *Paging now:* ${names(people, bold)} (level ${level}${round > 1 ? `, round ${round}` : ''})`;
  if (calm !== null) {
    return `${who}\nIt is not urgent (${inline(calm, WHY_MAX)}): nobody else is paged, unless it gets worse.`;
  }
  if (nextDueAt === null) return `${who}\nNobody else is paged after them.`;
  if (nextDueAt <= at) return `${who}\nOthers are due to be paged now.`;
  return `${who}\nOthers are paged at ${clock(nextDueAt)} unless somebody answers.`;
};

const resolvedText = (incident: Resolved): string => {
  const { by, at, summary, mergedInto } = incident.resolved;
  const took = duration(secondsBetween(incident.declaredAt, at));
  if (mergedInto !== null) {
    return `*Merged into ${mergedIntoName(incident)}* by ${bold(by.name)} ${when(at)}. Work goes on there; nobody is paged for this one.`;
  }
  const first = `*Resolved* by ${bold(by.name)} ${when(at)}, after ${took}.`;
  return summary ? `${first}\n${quote(summary, UPDATE_MAX, UPDATE_LINES_MAX)}` : `${first} No summary was written.`;
};

const statusText = (incident: Incident): string => {
  switch (incident.status) {
    case 'triggered':
      return incident.exhausted ? '*Triggered*, and paging has ended.' : '*Triggered:* nobody has it yet.';
    case 'acknowledged':
      return `*Acknowledged:* ${bold(incident.acknowledged.by.name)} has it since ${when(incident.acknowledged.at)}. Nobody is paged.`;
    case 'resolved':
      return resolvedText(incident);
  }
};

const rolesText = ({ roles, status }: Incident): string => {
  const taken = ROLES.flatMap((role) => {
    const person = roles[role];
    return person ? [`*${ROLE_NAMES[role]}:* ${name(person.name)}`] : [];
  });
  const commander = roles['incident-commander'] || status === 'resolved' ? [] : ['*Commander:* nobody yet'];
  return [...commander, ...taken].join('  ·  ');
};

const dueText = ({ incident, at }: CardFacts): string => {
  const due = incident.nextUpdateDueAt;
  if (due === null || incident.status === 'resolved') return '';
  return due <= at ? `${EMOJI.late} *The next update was due ${when(due)}.*` : `Next update due ${when(due)}.`;
};

/** The quotation comes last: nothing that its writer left open reaches a text of ours. */
const updateText = (facts: CardFacts): string => {
  const { lastUpdate } = facts.incident;
  const due = dueText(facts);
  if (!lastUpdate) return due;
  const first = `*Last update* by ${name(lastUpdate.by.name)} ${when(lastUpdate.at)}`;
  const quoted = quote(lastUpdate.message, UPDATE_MAX, UPDATE_LINES_MAX);
  return due ? `${first}\n${due}\n${quoted}` : `${first}\n${quoted}`;
};

const alertsText = ({ alerts }: Incident): string[] => {
  const states = Object.values(alerts);
  if (states.length === 0) return [];
  const firing = states.filter((state) => state === 'firing').length;
  if (states.length === 1) return [firing === 1 ? '1 alert, firing' : '1 alert, resolved'];
  return [`${states.length} alerts, ${firing === 0 ? 'all resolved' : `${firing} firing`}`];
};

const originText = (incident: Incident): string => {
  const merged = incident.absorbed.length;
  return [
    `Declared by ${name(incident.declaredBy.name)} ${when(incident.declaredAt)}`,
    ...alertsText(incident),
    ...(merged > 0 ? [`${merged === 1 ? '1 incident' : `${merged} incidents`} merged into it`] : []),
  ].join('  ·  ');
};

/** The first place is never one that pages: a second tap after Acknowledge lands on Update. */
const buttons = ({ id, status }: Incident): Button[] => {
  if (status === 'resolved') return [button(ACTIONS.reopen, 'Reopen', id)];
  const first =
    status === 'triggered'
      ? [button(ACTIONS.acknowledge, 'Acknowledge', id, 'primary')]
      : [button(ACTIONS.update, 'Update', id)];
  const update = status === 'triggered' ? [button(ACTIONS.update, 'Update', id)] : [];
  return [
    ...first,
    button(ACTIONS.escalate, 'Escalate', id),
    button(ACTIONS.resolve, 'Resolve', id),
    ...update,
    button(ACTIONS.takeCommand, 'Take command', id),
    button(ACTIONS.note, 'Note', id),
  ];
};

/** The one pinned message of an incident's channel: everything that is true now, in the order in which it is asked for. */
export const card = (facts: CardFacts): SlackMessage => {
  const { incident } = facts;
  const { number, severity, service } = incident;
  const key = incidentKey(number);
  const head = `${statusEmoji(incident)} ${key} `;
  const title = literal(incident.title, LIMITS.headerText - head.length) || '(no title)';
  const what = `*${severity}*${service ? `  ·  ${bold(service.name)}` : ''}`;
  const optional = (text: string): Block[] => (text ? [section(text)] : []);
  return {
    text: notification(incident),
    blocks: [
      header(head + title),
      section(`${what}\n${statusText(incident)}`),
      ...optional(pagingText(facts)),
      ...optional(updateText(facts)),
      ...optional(rolesText(incident)),
      context(originText(incident)),
      actions(`incident-${incident.status}`, buttons(incident)),
    ],
  };
};
