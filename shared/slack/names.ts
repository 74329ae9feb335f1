/** The names that views, entrances and worker share. They are stored in messages in people's channels: never reuse one. */

/** Buttons of messages, modals and App Home. Their value is the incident's id, where they are about one. */
export const ACTIONS = {
  acknowledge: 'acknowledge',
  escalate: 'escalate',
  /** Opens the modal that asks for a summary. */
  resolve: 'resolve',
  /** Opens the modal for a status update. */
  update: 'update',
  takeCommand: 'take-command',
  /** Opens the modal for a note. */
  note: 'note',
  reopen: 'reopen',
  /** Opens the modal that declares an incident (App Home). */
  declare: 'declare',
  /** Pages whoever presses it, for practice. */
  drill: 'drill',
  /** An unknown person asks to be added; then an admin adds them (value: their Slack id). */
  askToBeAdded: 'ask-to-be-added',
  addUser: 'add-user',
} as const;

/** Modals, by their callback id. `private_metadata` holds the incident's id; for `declare`, JSON of `DeclareMetadata`. */
export const MODALS = {
  declare: 'declare',
  resolve: 'resolve',
  update: 'update',
  note: 'note',
  severity: 'severity',
  assign: 'assign',
} as const;
export type ModalName = (typeof MODALS)[keyof typeof MODALS];

/** Block ids of the modals' fields, which are also the keys of a submission's values. Every element's action id is `value`. */
export const FIELDS = {
  title: 'title',
  severity: 'severity',
  service: 'service',
  description: 'description',
  /** Who to page beyond the service's policy: a Slack user. */
  page: 'page',
  summary: 'summary',
  message: 'message',
  /** Minutes until the next update is due: `15`, `30`, `60`, `120`, `none`. */
  nextUpdate: 'next-update',
  text: 'text',
  role: 'role',
  person: 'person',
} as const;

export const SHORTCUTS = { declare: 'declare_from_message', addToTimeline: 'add_to_timeline' } as const;

/** The reaction that adds a message to the timeline: `:pushpin:`; its red sister `:round_pushpin:` does too. */
export const TIMELINE_REACTIONS = ['pushpin', 'round_pushpin'] as const;

export const COMMAND = '/incident';
