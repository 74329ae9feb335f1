import { updateModal } from '../../../slack/modals/incident-modals.ts';
import { incidentMeant } from '../incident-meant.ts';
import { openForm } from '../open-form.ts';
import { byResponder } from '../person.ts';

/** `update text`: the form for a status update, with the text in it. */
export const update = byResponder<{ readonly incident: number | null; readonly text: string }>(
  async (desk, { incident, text }) => {
    const meant = await incidentMeant(desk, incident, 'to change', 'update INC');
    return meant.ok ? openForm(desk, meant.value, updateModal(meant.value, text)) : meant.error;
  },
);
