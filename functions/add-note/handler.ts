import * as v from 'valibot';
import { type LifecycleDeps, lifecycleDeps } from '../../shared/runtime/dependencies.ts';
import { changeIncident } from '../../shared/runtime/http/change-incident.ts';
import { http } from '../../shared/runtime/http/http.ts';
import { idempotent } from '../../shared/runtime/http/idempotency.ts';
import { text } from '../../shared/runtime/http/input.ts';

export const Input = v.object({ text: text(10_000) });

/** POST /v1/incidents/{id}/notes: something worth remembering goes onto the timeline. */
export const addNote = changeIncident(Input, ({ text: noted }, { by, at }) => ({
  type: 'AddNote',
  text: noted,
  by,
  at,
}));

export const handler = http<LifecycleDeps>(addNote, { deps: lifecycleDeps, role: 'responder', around: idempotent });
