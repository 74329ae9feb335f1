import type { Modal } from '../blocks.ts';
import type { ModalName } from '../names.ts';

/** Titles while it is not yet known which incident it is. At most 24 characters. */
const TITLES = {
  declare: 'Declare an incident',
  resolve: 'Resolve the incident',
  update: 'Write an update',
  note: 'Add a note',
  severity: 'Change the severity',
  assign: 'Assign a role',
} as const satisfies Record<ModalName, string>;

/** A modal without content or submit, opened at once; the real one takes its place. */
export const skeleton = (modal: ModalName): Modal => ({
  type: 'modal',
  callback_id: modal,
  title: { type: 'plain_text', text: TITLES[modal], emoji: false },
  private_metadata: '',
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'One moment...', emoji: false } }],
});
