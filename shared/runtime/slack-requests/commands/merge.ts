import { doneReply } from '../../../slack/incident-replies.ts';
import { incidentKey } from '../../../slack/incident-words.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { byResponder } from '../person.ts';
import { shown, words } from '../reply.ts';

/** `merge INC-8 into INC-7`: the same trouble; what INC-8 knows goes to INC-7. */
export const merge = byResponder<{ readonly incident: number | null; readonly into: number | null }>(
  async (desk, asked) => {
    if (asked.into === null) return words('Merge which into which? `/incident merge INC-8 into INC-7`.');
    const meant = await incidentMeant(desk, asked.incident, 'to change', `merge INC into ${incidentKey(asked.into)}`);
    if (!meant.ok) return meant.error;
    const target = await incidentMeant(desk, asked.into, 'to change', 'merge');
    if (!target.ok) return target.error;
    const into = target.value;
    if (into.status === 'resolved') {
      return words(`${incidentKey(into.number)} is resolved, so nothing can be merged into it. Reopen it first.`);
    }
    return change(desk, meant.value, { type: 'Merge', into: into.id, intoNumber: into.number }, (after) =>
      shown(doneReply(after, `is merged into ${incidentKey(into.number)}.`)),
    );
  },
);
