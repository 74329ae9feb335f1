import { doneReply } from '../../../slack/incident-replies.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { byResponder } from '../person.ts';
import { shown } from '../reply.ts';

/** `ack`: they have it; nobody else is paged. */
export const ack = byResponder<{ readonly incident: number | null }>(async (desk, asked) => {
  const meant = await incidentMeant(desk, asked.incident, 'to change', 'ack INC');
  if (!meant.ok) return meant.error;
  return change(desk, meant.value, { type: 'Acknowledge' }, (incident) =>
    shown(doneReply(incident, 'is yours. Nobody else is paged.')),
  );
});
