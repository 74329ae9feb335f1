import { listReply } from '../../../slack/incident-replies.ts';
import type { Desk } from '../desk.ts';
import { openIncidents } from '../listed.ts';
import { type Reply, shown } from '../reply.ts';

/** What is read for one list; the reply shows fewer, and says so. */
const LIST_MAX = 50;

/** `list`: the open incidents. Everybody may look. */
export const list = async (desk: Desk): Promise<Reply> => shown(listReply(await openIncidents(desk, LIST_MAX)));
