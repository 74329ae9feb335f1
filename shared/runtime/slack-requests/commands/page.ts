import { doneReply } from '../../../slack/incident-replies.ts';
import { names } from '../../../slack/incident-words.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { pageMeant } from '../page-target.ts';
import { byResponder } from '../person.ts';
import { shown, words } from '../reply.ts';
import { written } from '../typed.ts';

type Asked = { readonly incident: number | null; readonly who: string | null; readonly text: string };

/** `page @ada why`, `page checkout`, `page checkout-primary`: these are paged now. */
export const page = byResponder<Asked>(async (desk, { incident, who, text }) => {
  if (who === null) {
    return words(
      'Page whom? `/incident page @ada`, or the name of a service or a schedule: `/incident page checkout`.',
    );
  }
  const meant = await incidentMeant(desk, incident, 'to change', 'page INC @ada');
  if (!meant.ok) return meant.error;
  const paged = await pageMeant(desk, who, text);
  if (!paged.ok) return paged.error;
  const reason = written(paged.value.text, 'reason');
  if (!reason.ok) return reason.error;
  const { targets } = paged.value;
  const { status, policyId } = meant.value;
  const beside =
    status === 'triggered' && policyId !== null && !meant.value.exhausted
      ? ' Whoever was being paged is paged again beside them, and the escalation policy goes on.'
      : '';
  return change(desk, meant.value, { type: 'Escalate', reason: reason.value, page: targets }, (after) =>
    shown(doneReply(after, `now pages ${names(targets)}.${beside}`)),
  );
});
