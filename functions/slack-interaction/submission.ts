import type { EdgeDeps } from '../../shared/runtime/edge/deps.ts';
import type { SlackWebhook } from '../../shared/runtime/edge/edge.ts';
import type { Fields } from '../../shared/runtime/edge/fields.ts';
import { NOT_TAKEN } from '../../shared/runtime/edge/not-taken.ts';
import { badRequest, unavailable } from '../../shared/runtime/http/problems.ts';
import { empty, ok, type Response } from '../../shared/runtime/http/response.ts';
import { MODALS } from '../../shared/slack/names.ts';
import type { SubmissionRequest } from '../../shared/slack/requests.ts';
import { submissionErrors } from '../../shared/slack/submission-errors.ts';

const METADATA_LENGTH_MAX = 3000;
const ID_LENGTH_MAX = 255;
const VALUE_LENGTH_MAX = 40_000;
const BLOCKS_MAX = 100;
const CHOSEN_MAX = 100;

type Value = SubmissionRequest['values'][string];

/** What one field was given: typed, or chosen. Null when nothing was. */
const valueAt = (fields: Fields, path: string): Value => {
  const text = (place: string) => fields.text(place, VALUE_LENGTH_MAX);
  for (const place of ['value', 'selected_option.value', 'selected_user']) {
    const value = fields.optional(`${path}.${place}`, text);
    if (value !== null) return value;
  }
  const users = fields.at(`${path}.selected_users`);
  if (!Array.isArray(users)) return null;
  return users.slice(0, CHOSEN_MAX).map((_, index) => fields.slackId(`${path}.selected_users.${index}`));
};

/** The fields by block id. Every element of ours has the action id `value`. */
const valuesOf = (fields: Fields): SubmissionRequest['values'] => {
  const blocks = Object.keys(fields.object('view.state.values')).filter((id) => id.length <= ID_LENGTH_MAX);
  return Object.fromEntries(
    blocks.slice(0, BLOCKS_MAX).map((id) => [id, valueAt(fields, `view.state.values.${id}.value`)]),
  );
};

const errorsIn = (errors: Readonly<Record<string, string>>): Response => ok({ response_action: 'errors', errors });

/** A submitted modal: it stays open with what is wrong at its field, or closes and the worker does it. */
export const submit = async (deps: EdgeDeps, fields: Fields, { at, leftMs }: SlackWebhook): Promise<Response> => {
  const callbackId = fields.id('view.callback_id');
  if (fields.errors.length > 0) return badRequest(fields.errors);
  if (!Object.values<string>(MODALS).includes(callbackId)) return empty(200);
  const submission = {
    type: 'submission',
    // Slack changes the hash with every change of the view: pressed twice it is the same.
    id: `${fields.id('view.id')}.${fields.id('view.hash')}`.slice(0, ID_LENGTH_MAX),
    at,
    userId: fields.slackId('user.id'),
    callbackId,
    privateMetadata: fields.text('view.private_metadata', METADATA_LENGTH_MAX),
    values: valuesOf(fields),
  } as const;
  if (fields.errors.length > 0) return badRequest(fields.errors);
  const errors = submissionErrors(callbackId, submission.values);
  if (Object.keys(errors).length > 0) return errorsIn(errors);
  if (await deps.requests.send(submission, leftMs)) return empty(200);
  const [first] = Object.keys(submission.values);
  return first === undefined ? unavailable() : errorsIn({ [first]: NOT_TAKEN });
};
