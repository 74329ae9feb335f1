import type { Refusal } from '../../domain/incident/commands.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { type FieldError, problem, type Response } from './response.ts';

export const badRequest = (errors: readonly FieldError[]): Response =>
  problem(
    400,
    'The request is not valid',
    errors.map(({ field, message }) => `${field} ${message}`).join('; ') || 'the request is not valid',
    errors,
  );

export const notFound = (what: string): Response =>
  problem(404, 'Not found', `There is no ${what}.`, [{ field: 'id', message: 'is unknown' }]);

export const unauthorized = (reason: string | undefined): Response => {
  const { headers, ...rest } = problem(401, 'Not signed in', reason ?? 'Send a token: Authorization: Bearer <token>.', [
    { field: 'Authorization', message: reason ?? 'is missing' },
  ]);
  return { ...rest, headers: { ...headers, 'www-authenticate': 'Bearer' } };
};

export const forbidden = (role: string, needed: string): Response =>
  problem(403, 'Not allowed', `This needs the role ${needed}; the token has the role ${role}.`, [
    { field: 'Authorization', message: `has the role ${role}, and ${needed} is needed` },
  ]);

export const outOfScope = (scopes: readonly string[]): Response =>
  problem(403, 'Not allowed', `The token is for other parts of the API: ${scopes.join(', ')}.`, [
    { field: 'Authorization', message: `is for ${scopes.join(', ')} only` },
  ]);

/** Nothing is known to have gone wrong with the request: it may be sent again. */
export const unavailable = (): Response => {
  const { headers, ...rest } = problem(
    503,
    'Not available just now',
    'It is not known whether this was recorded. Send the same request again, with the same Idempotency-Key if it had one.',
  );
  return { ...rest, headers: { ...headers, 'retry-after': '2' } };
};

const name = (incident: Incident | undefined): string => (incident ? `INC-${incident.number}` : 'The incident');

/** Why a command changed nothing, as an answer: who was first, and what to do instead. */
export const refused = (refusal: Refusal, incident: Incident | undefined): Response => {
  const conflict = (detail: string, more: Readonly<Record<string, unknown>> = {}): Response =>
    problem(409, 'Nothing was changed', detail, [], { code: refusal.code, ...more });
  switch (refusal.code) {
    case 'not-found':
      return notFound('such incident');
    case 'already-declared':
      return conflict(`${name(incident)} is declared already.`);
    case 'already-acknowledged':
      return conflict(`${name(incident)} was acknowledged by ${refusal.by.name} at ${refusal.at}.`, {
        by: refusal.by,
        at: refusal.at,
      });
    case 'already-resolved':
      return conflict(`${name(incident)} was resolved by ${refusal.by.name} at ${refusal.at}. Reopen it to go on.`, {
        by: refusal.by,
        at: refusal.at,
        mergedInto: refusal.mergedInto,
      });
    case 'not-resolved':
      return conflict(`${name(incident)} is open: there is nothing to reopen.`);
    case 'nobody-to-page':
      return conflict(`${name(incident)} has no escalation policy: nobody can be paged for it.`);
    case 'same-incident':
      return conflict('An incident cannot be merged into itself.');
    case 'too-many-alerts':
      return conflict(`${name(incident)} has as many alerts as an incident can have.`);
    case 'nothing-to-do':
      return conflict(`${refusal.why[0]?.toUpperCase()}${refusal.why.slice(1)}.`);
    default:
      return assertNever(refusal);
  }
};
