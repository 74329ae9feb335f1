import { DRILL_DESCRIPTION, drillTitle } from '../../../domain/drill/drill.ts';
import { incidentKey } from '../../../slack/incident-words.ts';
import { declareIncident } from '../declare.ts';
import { byResponder } from '../person.ts';
import { words } from '../reply.ts';

/** App Home's button: pages whoever presses it, by their own rules and on the real path, for practice. */
export const drill = byResponder<unknown>(async (desk) => {
  const { id, name } = desk.user;
  if (desk.user.rules.length === 0) {
    return words('You cannot be paged: you have no contact rules. Ask an admin of PD Lite to give you one.');
  }
  const { number } = await declareIncident(desk, {
    title: drillTitle(name),
    description: DRILL_DESCRIPTION,
    severity: 'SEV4',
    service: null,
    page: [{ type: 'user', id, name }],
    drill: { id, name },
  });
  return words(`Your drill is ${incidentKey(number)}: you are paged now. Acknowledge it, and it ends.`);
});
