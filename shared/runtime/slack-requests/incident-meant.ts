import type { Incident } from '../../domain/incident/incident.ts';
import type { IncidentId } from '../../lib/ids.ts';
import { isIncidentId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { inline } from '../../slack/escape.ts';
import { incidentKey } from '../../slack/incident-words.ts';
import type { Desk } from './desk.ts';
import { type Reply, words } from './reply.ts';

/** Open incidents that are named where one must be chosen. */
const CHOICE_MAX = 8;
const TITLE_MAX = 80;

const listed = (incidents: readonly Incident[]): string =>
  incidents
    .map(({ number, severity, title }) => `\u2022 *${incidentKey(number)}* ${severity} ${inline(title, TITLE_MAX)}`)
    .join('\n');

const openOnes = async (desk: Desk): Promise<readonly Incident[]> =>
  (await desk.reads.list('open', CHOICE_MAX, undefined)).incidents;

const noSuch = async (desk: Desk, number: number): Promise<Reply> => {
  const open = await openOnes(desk);
  const others = open.length > 0 ? `Open now:\n${listed(open)}` : 'No incident is open.';
  return words(`There is no ${incidentKey(number)}. ${others}`);
};

const whichOne = (open: readonly Incident[], usage: string): Reply => {
  // An incident that the usage names already, such as the one to merge into, is no example.
  const first = open.find(({ number }) => !usage.endsWith(incidentKey(number))) ?? open[0];
  if (!first) return words('No incident is open. To declare one: `/incident declare what is wrong`.');
  const example = `\`/incident ${usage.replace('INC', incidentKey(first.number))}\``;
  return words(`Which incident? Name it, such as ${example}, or write in its channel. Open now:\n${listed(open)}`);
};

const loaded = async (desk: Desk, id: IncidentId | undefined): Promise<Incident | undefined> =>
  id && (await desk.incidents.load(id)).incident;

/** The incident that a button or a modal carries the id of. */
export const incidentOfId = async (desk: Desk, id: string): Promise<Result<Incident, Reply>> => {
  const incident = isIncidentId(id) ? await loaded(desk, id) : undefined;
  return incident ? ok(incident) : err(words('PD Lite knows no such incident. `/incident list` shows the open ones.'));
};

/** The incident whose channel this is. */
export const incidentHere = async (desk: Desk): Promise<Incident | undefined> =>
  desk.channelId === null ? undefined : loaded(desk, await desk.rooms.incidentOfChannel(desk.channelId));

/**
 * The incident that somebody means: the one they name, or the one whose channel they are in. Elsewhere, who only looks
 * means the only open one; who changes something must say which: the wrong one would be worse than a question.
 *
 * @param usage how to ask again, with `INC` for the incident, such as `ack INC`
 */
export const incidentMeant = async (
  desk: Desk,
  number: number | null,
  purpose: 'to look' | 'to change',
  usage: string,
): Promise<Result<Incident, Reply>> => {
  if (number !== null) {
    const incident = await loaded(desk, await desk.incidents.idOfNumber(number));
    return incident ? ok(incident) : err(await noSuch(desk, number));
  }
  const here = await incidentHere(desk);
  if (here) return ok(here);
  const open = await openOnes(desk);
  const [only] = open;
  if (purpose === 'to look' && only && open.length === 1) return ok(only);
  return err(whichOne(open, usage));
};
