import type { Incident } from '../../domain/incident/incident.ts';
import type { Modal } from '../../slack/blocks.ts';
import { refusalText } from '../../slack/refusal.ts';
import type { SignedDesk } from './desk.ts';
import { form, type Reply, words } from './reply.ts';

/** The form for something that only an open incident takes: nobody fills it in to be refused. */
export const openForm = ({ by: viewer }: SignedDesk, incident: Incident, view: Modal): Reply => {
  if (incident.status !== 'resolved') return form(view);
  const { by, at, mergedInto } = incident.resolved;
  return words(refusalText({ code: 'already-resolved', by, at, mergedInto }, incident, viewer));
};
