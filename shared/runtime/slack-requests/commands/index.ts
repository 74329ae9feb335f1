import { parseCommand } from '../../../slack/command-text.ts';
import { helpReply, unknownCommandReply } from '../../../slack/help.ts';
import type { Desk } from '../desk.ts';
import { type Reply, shown } from '../reply.ts';
import { ack } from './ack.ts';
import { assign } from './assign.ts';
import { declare } from './declare.ts';
import { escalate } from './escalate.ts';
import { list } from './list.ts';
import { merge } from './merge.ts';
import { note } from './note.ts';
import { page } from './page.ts';
import { resolve } from './resolve.ts';
import { severity } from './severity.ts';
import { timeline } from './timeline.ts';
import { update } from './update.ts';
import { who } from './who.ts';

/** `/incident <text>`. */
export const runCommand = async (desk: Desk, text: string): Promise<Reply> => {
  const asked = parseCommand(text);
  switch (asked.name) {
    case 'declare':
      return declare(desk, asked);
    case 'ack':
      return ack(desk, asked);
    case 'resolve':
      return resolve(desk, asked);
    case 'escalate':
      return escalate(desk, asked);
    case 'update':
      return update(desk, asked);
    case 'severity':
      return severity(desk, asked);
    case 'assign':
      return assign(desk, asked);
    case 'note':
      return note(desk, asked);
    case 'page':
      return page(desk, asked);
    case 'who':
      return who(desk);
    case 'list':
      return list(desk);
    case 'timeline':
      return timeline(desk, asked);
    case 'merge':
      return merge(desk, asked);
    case 'help':
      return shown(helpReply());
    case 'unknown':
      return shown(unknownCommandReply(asked.word, asked.suggestion));
  }
};
