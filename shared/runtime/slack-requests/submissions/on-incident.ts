import { type Person, ROLES } from '../../../domain/incident/incident.ts';
import type { SlackUserId } from '../../../lib/ids.ts';
import { addSeconds, type Instant } from '../../../lib/instant.ts';
import { err, ok, type Result } from '../../../lib/result.ts';
import { doneReply } from '../../../slack/incident-replies.ts';
import { FIELDS } from '../../../slack/names.ts';
import { change, type Wanted } from '../change.ts';
import type { SignedDesk } from '../desk.ts';
import { incidentOfId } from '../incident-meant.ts';
import { byResponder, type Handler, whoIs } from '../person.ts';
import { nothing, type Reply, shown, words } from '../reply.ts';
import { written } from '../typed.ts';
import { fieldSeverity, fieldText, type Values } from './fields.ts';

export interface Submitted {
  /** The modal's `private_metadata`: the incident's id. */
  readonly incidentId: string;
  readonly values: Values;
}

type Filled = Result<Wanted, Reply> | Promise<Result<Wanted, Reply>>;

/** A modal about an incident: what it asks for is done as the API would do it, with the API's bounds. */
const submission = (wantedOf: (values: Values, desk: SignedDesk) => Filled): Handler<Submitted> =>
  byResponder<Submitted>(async (desk, { incidentId, values }) => {
    const incident = await incidentOfId(desk, incidentId);
    if (!incident.ok) return incident.error;
    const wanted = await wantedOf(values, desk);
    if (!wanted.ok) return wanted.error;
    return change(desk, incident.value, wanted.value, (after) =>
      desk.isRepeat ? shown(doneReply(after, 'has it now: it is recorded.')) : nothing,
    );
  });

export const resolve = submission((values) => {
  const summary = written(fieldText(values, FIELDS.summary) ?? '', 'summary');
  return summary.ok ? ok({ type: 'Resolve', summary: summary.value }) : summary;
});

/** The most minutes until the next update: a day. */
const MINUTES_MAX = 24 * 60;

const dueAt = (minutes: string | null, at: Instant): Instant | null => {
  const number = /^\d{1,4}$/.test(minutes ?? '') ? Number(minutes) : 0;
  return number >= 1 && number <= MINUTES_MAX ? addSeconds(at, number * 60) : null;
};

export const update = submission((values, { at }) => {
  const message = written(fieldText(values, FIELDS.message) ?? '', 'message');
  if (!message.ok) return message;
  if (message.value === null) return err(words('Nothing was posted: say what is known now.'));
  const severity = fieldSeverity(values, FIELDS.severity) ?? null;
  const nextUpdateDueAt = dueAt(fieldText(values, FIELDS.nextUpdate), at);
  return ok({ type: 'Update', message: message.value, nextUpdateDueAt, severity });
});

export const note = submission((values) => {
  const text = written(fieldText(values, FIELDS.text) ?? '', 'note');
  if (!text.ok) return text;
  return text.value === null
    ? err(words('Nothing was noted: the note was empty.'))
    : ok({ type: 'AddNote', text: text.value });
});

export const severity = submission((values) => {
  const chosen = fieldSeverity(values, FIELDS.severity);
  return chosen
    ? ok({ type: 'ChangeSeverity', severity: chosen })
    : err(words('Nothing was changed: choose a severity.'));
});

const personOf = async (desk: SignedDesk, slackId: string | null): Promise<Result<Person | null, Reply>> => {
  if (slackId === null) return ok(null);
  if (!/^[UW][A-Z0-9]{2,29}$/.test(slackId)) return err(words('Nothing was changed: choose a person.'));
  const known = await whoIs(desk, slackId as SlackUserId);
  if (known.type === 'ours') return ok({ id: known.user.id, name: known.user.name });
  const why = known.type === 'unknown' ? 'PD Lite does not know them' : 'Slack did not say who they are';
  return err(words(`<@${slackId}> was not given the role: ${why}. Nothing was changed.`));
};

export const assign = submission(async (values, desk) => {
  const role = ROLES.find((known) => known === fieldText(values, FIELDS.role));
  if (!role) return err(words('Nothing was changed: choose a role.'));
  const person = await personOf(desk, fieldText(values, FIELDS.person));
  return person.ok ? ok({ type: 'AssignRole', role, person: person.value }) : person;
});
