import { timeline as itemsOf } from '../../../domain/timeline/timeline.ts';
import { timelineReply } from '../../../slack/incident-replies.ts';
import type { Desk } from '../desk.ts';
import { incidentMeant } from '../incident-meant.ts';
import { type Reply, shown } from '../reply.ts';

/** `timeline`: what happened last, as a story. Everybody may look. */
export const timeline = async (desk: Desk, asked: { readonly incident: number | null }): Promise<Reply> => {
  const meant = await incidentMeant(desk, asked.incident, 'to look', 'timeline INC');
  if (!meant.ok) return meant.error;
  const record = await desk.reads.record(meant.value.id);
  return shown(timelineReply(meant.value, itemsOf({ ...record, repeats: [] })));
};
