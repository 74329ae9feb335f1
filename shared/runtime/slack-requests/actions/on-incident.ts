import type { Incident } from '../../../domain/incident/incident.ts';
import { doneReply } from '../../../slack/incident-replies.ts';
import { noteModal, resolveModal, updateModal } from '../../../slack/modals/incident-modals.ts';
import { change, type Wanted } from '../change.ts';
import type { SignedDesk } from '../desk.ts';
import { incidentOfId } from '../incident-meant.ts';
import { openForm } from '../open-form.ts';
import { byResponder, type Handler } from '../person.ts';
import { form, nothing, type Reply, shown } from '../reply.ts';

/** A button as it was pressed: its value is the incident's id. */
export interface Pressed {
  readonly value: string;
}

const onIncident = (act: (desk: SignedDesk, incident: Incident) => Promise<Reply>): Handler<Pressed> =>
  byResponder<Pressed>(async (desk, { value }) => {
    const incident = await incidentOfId(desk, value);
    return incident.ok ? act(desk, incident.value) : incident.error;
  });

/** The card moves and is answer enough; after a try whose outcome was not known, words are. */
const changes = (wanted: (desk: SignedDesk) => Wanted): Handler<Pressed> =>
  onIncident((desk, incident) =>
    change(desk, incident, wanted(desk), (after) =>
      desk.isRepeat ? shown(doneReply(after, 'has it now: it is recorded.')) : nothing,
    ),
  );

export const acknowledge = changes(() => ({ type: 'Acknowledge' }));
export const escalate = changes(() => ({ type: 'Escalate', reason: null, page: null }));
export const reopen = changes(() => ({ type: 'Reopen', reason: null }));
export const takeCommand = changes(({ user: { id, name } }) => ({
  type: 'AssignRole',
  role: 'incident-commander',
  person: { id, name },
}));

export const resolve = onIncident(async (desk, incident) => openForm(desk, incident, resolveModal(incident, '')));
export const update = onIncident(async (desk, incident) => openForm(desk, incident, updateModal(incident, '')));
export const note = onIncident(async (_desk, incident) => form(noteModal(incident, '')));
