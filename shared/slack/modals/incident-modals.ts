import { type Incident, ROLES, type Role } from '../../domain/incident/incident.ts';
import type { Severity } from '../../domain/incident/severity.ts';
import { context, type Modal } from '../blocks.ts';
import { incidentKey, ROLE_NAMES, titleOf } from '../incident-words.ts';
import { FIELDS, MODALS } from '../names.ts';
import { changedSeverityField, modal, option, selectField, severityField, textField, userField } from './fields.ts';

/** Which incident it is, above the fields. */
const about = (incident: Incident) =>
  context(`*${incidentKey(incident.number)}*  ·  ${incident.severity}  ·  ${titleOf(incident)}`);

/** Asks for a summary, and resolves. */
export const resolveModal = (incident: Incident, prefill: string): Modal =>
  modal(MODALS.resolve, `Resolve ${incidentKey(incident.number)}`, 'Resolve', incident.id, [
    about(incident),
    textField(FIELDS.summary, {
      label: 'What was it, and what fixed it?',
      initial: prefill,
      optional: true,
      placeholder: 'Rolled back the release of 02:50; the queue is empty again',
      focus: true,
    }),
  ]);

/** Minutes until the next update, as people choose them; the first is offered for what is worst. */
const NEXT = [
  option('in 15 minutes', '15'),
  option('in 30 minutes', '30'),
  option('in 1 hour', '60'),
  option('in 2 hours', '120'),
  option('when there is news', 'none'),
] as const;

const NEXT_FOR = { SEV1: 1, SEV2: 2, SEV3: 4, SEV4: 4 } as const satisfies Record<Severity, number>;

/** A status update, when the next one comes, and the severity if it changed. */
export const updateModal = (incident: Incident, prefill: string): Modal =>
  modal(MODALS.update, `Update ${incidentKey(incident.number)}`, 'Post', incident.id, [
    about(incident),
    textField(FIELDS.message, {
      label: 'What is known now?',
      initial: prefill,
      placeholder: 'What it affects, what is being done, what comes next',
      focus: true,
    }),
    selectField(FIELDS.nextUpdate, 'Next update', {
      options: [...NEXT],
      initial_option: NEXT[NEXT_FOR[incident.severity]],
    }),
    changedSeverityField(incident.severity),
  ]);

/** A note for the timeline. */
export const noteModal = (incident: Incident, prefill: string): Modal =>
  modal(MODALS.note, `Note on ${incidentKey(incident.number)}`, 'Add', incident.id, [
    about(incident),
    textField(FIELDS.text, {
      label: 'What is worth remembering?',
      initial: prefill,
      placeholder: 'Restarted worker 3 by hand',
      focus: true,
    }),
  ]);

export const severityModal = (incident: Incident): Modal =>
  modal(MODALS.severity, `Severity ${incidentKey(incident.number)}`, 'Change', incident.id, [
    about(incident),
    severityField(incident.severity),
  ]);

const roleOption = (role: Role) => option(ROLE_NAMES[role], role);

/** Gives a role to somebody; `slackUserId` is offered. */
export const assignModal = (
  incident: Incident,
  prefill: { readonly role: Role | null; readonly slackUserId: string | null },
): Modal =>
  modal(MODALS.assign, `Assign ${incidentKey(incident.number)}`, 'Assign', incident.id, [
    about(incident),
    selectField(FIELDS.role, 'Role', {
      options: ROLES.map(roleOption),
      initial_option: roleOption(prefill.role ?? 'incident-commander'),
    }),
    userField(FIELDS.person, 'Who', prefill.slackUserId, 'Leave it empty and nobody has the role.'),
  ]);
