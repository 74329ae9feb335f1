import { doneReply } from '../../../slack/incident-replies.ts';
import { noteModal } from '../../../slack/modals/incident-modals.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { byResponder } from '../person.ts';
import { form, shown } from '../reply.ts';
import { written } from '../typed.ts';

/** `note text`: onto the timeline; without a text, the form. */
export const note = byResponder<{ readonly incident: number | null; readonly text: string }>(
  async (desk, { incident, text }) => {
    const noted = written(text, 'note');
    if (!noted.ok) return noted.error;
    const meant = await incidentMeant(desk, incident, 'to change', 'note INC what happened');
    if (!meant.ok) return meant.error;
    if (noted.value === null) return form(noteModal(meant.value, ''));
    return change(desk, meant.value, { type: 'AddNote', text: noted.value }, (after) =>
      shown(doneReply(after, 'has it on its timeline.')),
    );
  },
);
