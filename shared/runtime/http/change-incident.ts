import type * as v from 'valibot';
import type { Actor } from '../../domain/incident/actor.ts';
import type { IncidentCommand } from '../../domain/incident/commands.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Result } from '../../lib/result.ts';
import type { LifecycleDeps } from '../dependencies.ts';
import type { HttpHandler } from './http.ts';
import { findIncidentId } from './incident-id.ts';
import { incidentView } from './incident-view.ts';
import { input } from './input.ts';
import { notFound, refused } from './problems.ts';
import { callerActor } from './request.ts';
import { ok, type Response } from './response.ts';

type Asked = { readonly by: Actor; readonly at: Instant };

/**
 * A lifecycle action over HTTP: validate the body, find the incident, carry out the command, show what it is now. What
 * makes one action differ from another is its input and its command; the command may itself need to look things up.
 */
export const changeIncident =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    command: (
      body: v.InferOutput<Schema>,
      asked: Asked,
      deps: LifecycleDeps,
    ) => IncidentCommand | Promise<Result<IncidentCommand, Response>>,
  ): HttpHandler<LifecycleDeps> =>
  async (deps, request) => {
    const body = input(schema, request);
    if (!body.ok) return body.error;
    const incidentId = await findIncidentId(deps.incidents, request.params['id'] ?? '');
    if (!incidentId) return notFound('such incident');
    const made = await command(body.value, { by: callerActor(request), at: request.at }, deps);
    if ('ok' in made && !made.ok) return made.error;
    const outcome = await deps.commands.execute(incidentId, 'ok' in made ? made.value : made);
    return outcome.ok ? ok(incidentView(outcome.value)) : refused(outcome.error.refusal, outcome.error.incident);
  };
