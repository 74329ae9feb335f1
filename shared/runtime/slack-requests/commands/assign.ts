import type { Person, Role } from '../../../domain/incident/incident.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { doneReply } from '../../../slack/incident-replies.ts';
import { name, ROLE_NAMES } from '../../../slack/incident-words.ts';
import { assignModal } from '../../../slack/modals/incident-modals.ts';
import { change } from '../change.ts';
import type { SignedDesk } from '../desk.ts';
import { incidentMeant } from '../incident-meant.ts';
import { personMeant } from '../page-target.ts';
import { byResponder } from '../person.ts';
import { form, type Reply, shown, words } from '../reply.ts';

type Asked = { readonly incident: number | null; readonly role: Role | null; readonly who: string | null };

const whom = async (desk: SignedDesk, who: string): Promise<Result<Person | null, Reply>> => {
  if (/^(nobody|none|no one)$/i.test(who)) return ok(null);
  const person = /^(me|myself)$/i.test(who) ? ok(desk.user) : await personMeant(desk, who);
  return person.ok ? ok({ id: person.value.id, name: person.value.name }) : person;
};

/** `assign commander @ada`: gives a role; without either, the form. */
export const assign = byResponder<Asked>(async (desk, { incident, role, who }) => {
  const meant = await incidentMeant(desk, incident, 'to change', 'assign INC commander @ada');
  if (!meant.ok) return meant.error;
  if (role === null && who === null) return form(assignModal(meant.value, { role: null, slackUserId: desk.slackId }));
  if (role === null) return words('Which role? `/incident assign commander @ada`; or `communications`, or `scribe`.');
  if (who === null)
    return words('Whom? Mention them, such as `/incident assign commander @ada`, or say `me` or `nobody`.');
  const person = await whom(desk, who);
  if (!person.ok) return person.error;
  return change(desk, meant.value, { type: 'AssignRole', role, person: person.value }, (after) =>
    shown(doneReply(after, `has ${person.value ? name(person.value.name) : 'nobody'} as its ${ROLE_NAMES[role]}.`)),
  );
});
