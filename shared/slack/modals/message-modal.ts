import { type Modal, plain, section } from '../blocks.ts';
import { literal } from '../escape.ts';
import { LIMITS } from '../limits.ts';

/** Says something where a form was to be. The text is Slack's markup, and escaped already. */
export const messageModal = (title: string, text: string): Modal => ({
  type: 'modal',
  callback_id: 'message',
  title: plain(literal(title, LIMITS.viewTitle) || 'PD Lite'),
  close: plain('Close'),
  private_metadata: '',
  blocks: [section(text)],
});
