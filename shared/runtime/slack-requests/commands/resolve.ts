import { resolveModal } from '../../../slack/modals/incident-modals.ts';
import { incidentMeant } from '../incident-meant.ts';
import { openForm } from '../open-form.ts';
import { byResponder } from '../person.ts';

/** `resolve text`: the form for the summary, with the text in it. */
export const resolve = byResponder<{ readonly incident: number | null; readonly text: string }>(
  async (desk, { incident, text }) => {
    const meant = await incidentMeant(desk, incident, 'to change', 'resolve INC');
    return meant.ok ? openForm(desk, meant.value, resolveModal(meant.value, text)) : meant.error;
  },
);
