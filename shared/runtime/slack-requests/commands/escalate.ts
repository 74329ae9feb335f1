import { doneReply } from '../../../slack/incident-replies.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { byResponder } from '../person.ts';
import { shown } from '../reply.ts';
import { written } from '../typed.ts';

/** `escalate why`: the next level is paged now. */
export const escalate = byResponder<{ readonly incident: number | null; readonly text: string }>(
  async (desk, { incident, text }) => {
    const reason = written(text, 'reason');
    if (!reason.ok) return reason.error;
    const meant = await incidentMeant(desk, incident, 'to change', 'escalate INC');
    if (!meant.ok) return meant.error;
    return change(desk, meant.value, { type: 'Escalate', reason: reason.value, page: null }, (after) =>
      shown(doneReply(after, 'is escalated: the next level is paged now.')),
    );
  },
);
