import * as v from 'valibot';
import { SEVERITIES } from '../../shared/domain/incident/severity.ts';
import { parseInstant } from '../../shared/lib/instant.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';
import { badRequest } from '../../shared/runtime/http/problems.ts';

export const Input = v.pipe(
  v.object({
    message: v.optional(text(4000)),
    severity: v.optional(v.picklist(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`)),
    nextUpdateDueAt: v.optional(v.string()),
  }),
  v.forward(
    v.check(
      ({ message, severity }) => message !== undefined || severity !== undefined,
      'is missing (or give a severity)',
    ),
    ['message'],
  ),
);

/** POST /v1/incidents/{id}/updates: what is known now, when the next word comes, and the severity if it changed. */
export const updateIncident = changeIncident(Input, async ({ message, severity, nextUpdateDueAt }, { by, at }) => {
  const due = nextUpdateDueAt === undefined ? null : parseInstant(nextUpdateDueAt);
  if (due === undefined) {
    return err(
      badRequest([
        { field: 'nextUpdateDueAt', message: 'must be a time with an offset, such as 2026-11-23T03:00:00Z' },
      ]),
    );
  }
  if (message !== undefined)
    return ok({ type: 'Update', message, nextUpdateDueAt: due, severity: severity ?? null, by, at });
  return severity
    ? ok({ type: 'ChangeSeverity', severity, by, at })
    : err(badRequest([{ field: 'message', message: 'is missing' }]));
});

export const handler = http<LifecycleDeps>(updateIncident, {
  deps: lifecycleDeps,
  role: 'responder',
  around: idempotent,
});
