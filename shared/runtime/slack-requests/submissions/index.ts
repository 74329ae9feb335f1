import { MODALS } from '../../../slack/names.ts';
import type { SubmissionRequest } from '../../../slack/requests.ts';
import { log } from '../../log.ts';
import type { Desk } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import { declare } from './declare.ts';
import { assign, note, resolve, severity, update } from './on-incident.ts';

const ABOUT_AN_INCIDENT = {
  [MODALS.resolve]: resolve,
  [MODALS.update]: update,
  [MODALS.note]: note,
  [MODALS.severity]: severity,
  [MODALS.assign]: assign,
} as const;

const isAboutAnIncident = (id: string): id is keyof typeof ABOUT_AN_INCIDENT => Object.hasOwn(ABOUT_AN_INCIDENT, id);

/** A modal that was submitted. */
export const runSubmission = async (desk: Desk, request: SubmissionRequest): Promise<Reply> => {
  const { callbackId, privateMetadata, values } = request;
  if (callbackId === MODALS.declare) return declare(desk, values);
  if (isAboutAnIncident(callbackId)) {
    return ABOUT_AN_INCIDENT[callbackId](desk, { incidentId: privateMetadata, values });
  }
  log.warn('slack.name-unknown', { what: 'modal' });
  return nothing;
};
