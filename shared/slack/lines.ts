import type { AlertSeen, EventOf, IncidentEvent } from '../domain/incident/events.ts';
import { assertNever } from '../lib/assert-never.ts';
import { EMOJI } from './emoji.ts';
import { inline, quote } from './escape.ts';
import { bold, incidentKey, name, names, ROLE_NAMES } from './incident-words.ts';
import { LIMITS } from './limits.ts';
import { clock } from './when.ts';

/** So that a line fits into a section. */
const LINE_MAX = LIMITS.sectionText;
const QUOTE_MAX = 2400;
const LINKS_MAX = 3;
const LINK_TEXT_MAX = 80;
const HREF_MAX = 500;

const quoted = (text: string | null): string => (text ? `\n${quote(text, QUOTE_MAX)}` : '');

/** A monitor's own link, if it is one to the web. Nothing in it can end the markup. */
const link = ({ href, text }: AlertSeen['links'][number]): string[] => {
  if (href.length > HREF_MAX || !URL.canParse(href)) return [];
  const url = new URL(href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return [];
  const address = url.href.replace(/[<>|]/g, encodeURIComponent).replaceAll('&', '&amp;');
  const label = inline(text, LINK_TEXT_MAX).replaceAll('|', '/') || name(url.host);
  return address.length > HREF_MAX ? [] : [`<${address}|${label}>`];
};

const linksOf = (alert: AlertSeen | null): string[] => {
  const links = (alert?.links ?? []).slice(0, LINKS_MAX).flatMap(link);
  return links.length > 0 ? [links.join('  ·  ')] : [];
};

const declared = ({ by, description, alert, unpaged, page }: EventOf<'IncidentDeclared'>): string => {
  const first = alert
    ? `An alert of ${bold(by.name)} opened this incident.`
    : `${bold(by.name)} declared this incident.`;
  const asked =
    page && page.length > 0 ? ` ${names(page, bold)} ${page.length === 1 ? 'is' : 'are'} being paged for it.` : '';
  const told = [
    `${EMOJI.triggered} ${first}${asked}`,
    ...linksOf(alert),
    ...(unpaged ? [`${EMOJI.alarm} Nobody is paged: ${inline(unpaged, LINK_TEXT_MAX)}.`] : []),
  ].join('\n');
  return description ? `${told}\n${quote(description, LINE_MAX - told.length - 1)}` : told;
};

const role = ({ by, role: which, person }: EventOf<'RoleAssigned'>): string => {
  const what = ROLE_NAMES[which].toLowerCase();
  if (!person) return `${bold(by.name)} took the role back: nobody is ${what} now.`;
  if (person.id === by.id) return `${bold(by.name)} is ${what} now.`;
  return `${bold(person.name)} is ${what} now, as ${name(by.name)} asked.`;
};

const escalated = ({ by, page }: EventOf<'IncidentEscalated'>): string =>
  page && page.length > 0
    ? `${bold(by.name)} is paging ${names(page, bold)}.`
    : `${bold(by.name)} escalated. More people are being paged.`;

/**
 * What happened, as one short message in the incident's channel, of a section's length at most; null for what only the card tells: alerts that come
 * and go would bury what people write.
 */
export const line = (event: IncidentEvent): string | null => {
  const who = bold(event.by.name);
  switch (event.type) {
    case 'IncidentDeclared':
      return declared(event);
    case 'AlertReceived':
    case 'AlertResolved':
      return null;
    case 'IncidentAcknowledged':
      return `${EMOJI.done} ${who} acknowledged. Paging has stopped.`;
    case 'IncidentUpdated': {
      const due = event.nextUpdateDueAt ? `, next one by ${clock(event.nextUpdateDueAt)}` : '';
      return `${EMOJI.update} Update by ${who}${due}:${quoted(event.message)}`;
    }
    case 'SeverityChanged':
      return `${who} changed the severity from ${event.from} to *${event.to}*.`;
    case 'RoleAssigned':
      return role(event);
    case 'NoteAdded':
      return `${EMOJI.note} Note by ${who}:${quoted(event.text)}`;
    case 'IncidentEscalated':
      return `${EMOJI.paging} ${escalated(event)}${quoted(event.reason)}`;
    case 'EscalationExhausted':
      return `${EMOJI.alarm} *Nobody answered.* Everyone was paged. Acknowledge it if you can take it.`;
    case 'IncidentResolved':
      return `${EMOJI.resolved} ${who} resolved the incident.${quoted(event.summary)}`;
    case 'IncidentReopened': {
      const paging = event.runId ? 'Paging starts again.' : 'Nobody is paged.';
      return `${EMOJI.triggered} ${who} reopened the incident. ${paging}${quoted(event.reason)}`;
    }
    case 'IncidentMerged':
      return `${EMOJI.merged} ${who} merged this incident into *${incidentKey(event.intoNumber)}*. Work goes on there.`;
    case 'IncidentAbsorbed':
      return `${EMOJI.merged} ${who} merged *${incidentKey(event.fromNumber)}* into this incident.`;
    default:
      return assertNever(event);
  }
};
