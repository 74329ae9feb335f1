/** What Slack accepts, in characters or pieces: https://docs.slack.dev/reference/block-kit/blocks and /views. */
export const LIMITS = {
  viewBlocks: 100,
  viewTitle: 24,
  privateMetadata: 3000,
  callbackId: 255,
  messageBlocks: 50,
  /** Slack cuts a message's text far above this, and advises against more than 4,000. */
  messageText: 4000,
  sectionText: 3000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  inputText: 3000,
  optionText: 75,
  optionValue: 150,
  options: 100,
  optionGroups: 100,
  blockId: 255,
  actionId: 255,
  topic: 250,
  channelName: 80,
} as const;

/** The longest texts that people may write in our modals. */
export const FIELD_LIMITS = { title: 200, text: 3000 } as const;
