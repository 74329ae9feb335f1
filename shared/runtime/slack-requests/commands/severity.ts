import type { Severity } from '../../../domain/incident/severity.ts';
import { doneReply } from '../../../slack/incident-replies.ts';
import { severityModal } from '../../../slack/modals/incident-modals.ts';
import { change } from '../change.ts';
import { incidentMeant } from '../incident-meant.ts';
import { openForm } from '../open-form.ts';
import { byResponder } from '../person.ts';
import { shown } from '../reply.ts';

/** `severity SEV2` changes it; without one, the form. */
export const severity = byResponder<{ readonly incident: number | null; readonly severity: Severity | null }>(
  async (desk, asked) => {
    const meant = await incidentMeant(desk, asked.incident, 'to change', 'severity INC SEV2');
    if (!meant.ok) return meant.error;
    if (asked.severity === null) return openForm(desk, meant.value, severityModal(meant.value));
    return change(desk, meant.value, { type: 'ChangeSeverity', severity: asked.severity }, (after) =>
      shown(doneReply(after, `is ${after.severity} now.`)),
    );
  },
);
