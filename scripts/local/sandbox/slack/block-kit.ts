import { randomBytes } from 'node:crypto';
import type { Json } from './model.ts';
import {
  both,
  byType,
  type Check,
  type Complain,
  type Fields,
  flag,
  integer,
  isObject,
  list,
  object,
  oneOf,
  text,
  webAddress,
} from './schema.ts';

const MESSAGE_BLOCKS_MAX = 50;
const VIEW_BLOCKS_MAX = 100;
/** A view's whole JSON: more is `view_too_large`. */
export const VIEW_BYTES_MAX = 250_000;

/** The part of Block Kit that the product speaks, with the limits of https://docs.slack.dev/reference/block-kit. */
const plain = (max: number): Check => object({ type: oneOf('plain_text'), text: text(max, 1), 'emoji?': flag });
const markdown = (max: number): Check => object({ type: oneOf('mrkdwn'), text: text(max, 1), 'verbatim?': flag });
const anyText = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: markdown(max) });

const ID = text(255, 1);
const PLACEHOLDER: Fields = { 'placeholder?': plain(150) };
const CONFIRM = object({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  'style?': oneOf('primary', 'danger'),
});

const option = (label: Check): Check =>
  object({ text: label, value: text(150, 1), 'description?': plain(75), 'url?': webAddress });
const PLAIN_OPTION = option(plain(75));
const RICH_OPTION = option(anyText(75));

/** A choice that is made already must be one of those that can be made. */
const initialIsOffered: Check = (value, pointer, complain) => {
  if (!isObject(value)) return;
  const groups = Array.isArray(value.option_groups) ? value.option_groups.filter(isObject) : [];
  const offered = [value.options, ...groups.map(({ options }) => options)].flat();
  const check = (initial: unknown, at: string): void => {
    const isOffered = offered.some((each) => JSON.stringify(each) === JSON.stringify(initial));
    if (!isOffered) complain('must match one of the provided options', at);
  };
  if (value.initial_option !== undefined) check(value.initial_option, `${pointer}/initial_option`);
  if (Array.isArray(value.initial_options)) {
    value.initial_options.forEach((each, index) => {
      check(each, `${pointer}/initial_options/${index}`);
    });
  }
};

const element = (fields: Fields): Check =>
  both(
    object({ type: text(50), 'action_id?': ID, 'confirm?': CONFIRM, 'focus_on_load?': flag, ...fields }),
    initialIsOffered,
  );

const GROUP = object({ label: plain(75), options: list(PLAIN_OPTION, 100) });
const OFFERS: Check = (value, pointer, complain) => {
  if (!isObject(value) || value.options !== undefined || value.option_groups !== undefined) return;
  complain('missing required field: options', pointer);
};
const MENU: Fields = { 'options?': list(PLAIN_OPTION, 100), 'option_groups?': list(GROUP, 100), ...PLACEHOLDER };

const BUTTON = element({
  text: plain(75),
  'value?': text(2000),
  'url?': webAddress,
  'style?': oneOf('primary', 'danger'),
  'accessibility_label?': text(75),
});
const IMAGE = object({ type: oneOf('image'), image_url: webAddress, alt_text: text(2000, 1) });

const CHOICES: Readonly<Record<string, Check>> = {
  static_select: both(OFFERS, element({ ...MENU, 'initial_option?': PLAIN_OPTION })),
  users_select: element({ ...PLACEHOLDER, 'initial_user?': ID }),
  conversations_select: element({
    ...PLACEHOLDER,
    'initial_conversation?': ID,
    'default_to_current_conversation?': flag,
  }),
  checkboxes: element({ options: list(RICH_OPTION, 10), 'initial_options?': list(RICH_OPTION, 10) }),
  radio_buttons: element({ options: list(RICH_OPTION, 10), 'initial_option?': RICH_OPTION }),
};
const MANY: Fields = { 'max_selected_items?': integer(1, 100) };
const MULTIPLE_CHOICES: Readonly<Record<string, Check>> = {
  multi_static_select: both(OFFERS, element({ ...MENU, ...MANY, 'initial_options?': list(PLAIN_OPTION, 100) })),
  multi_users_select: element({ ...PLACEHOLDER, ...MANY, 'initial_users?': list(ID, 100, 0) }),
};
const OVERFLOW = element({ options: list(PLAIN_OPTION, 5) });

const LINE = element({
  ...PLACEHOLDER,
  'multiline?': flag,
  'initial_value?': text(3000),
  'min_length?': integer(0, 3000),
  'max_length?': integer(1, 3000),
  'dispatch_action_config?': (value, pointer, complain) => {
    if (!isObject(value)) complain('must be an object', pointer);
  },
});

const block = (fields: Fields): Check => object({ type: text(50), 'block_id?': ID, ...fields });

/** A section says something: a text, or fields. */
const saysSomething: Check = (value, pointer, complain) => {
  if (isObject(value) && value.text === undefined && value.fields === undefined) {
    complain('must define either `fields` or `text`', pointer);
  }
};

const BLOCKS: Readonly<Record<string, Check>> = {
  section: both(
    saysSomething,
    block({
      'text?': anyText(3000),
      'fields?': list(anyText(2000), 10),
      'accessory?': byType({ button: BUTTON, image: IMAGE, overflow: OVERFLOW, ...CHOICES, ...MULTIPLE_CHOICES }),
      'expand?': flag,
    }),
  ),
  header: block({ text: plain(150) }),
  divider: block({}),
  image: block({ image_url: webAddress, alt_text: text(2000, 1), 'title?': plain(2000) }),
  context: block({ elements: list(byType({ image: IMAGE, plain_text: plain(2000), mrkdwn: markdown(2000) }), 10) }),
  actions: block({ elements: list(byType({ button: BUTTON, overflow: OVERFLOW, ...CHOICES }), 25) }),
  input: block({
    label: plain(2000),
    element: byType({ plain_text_input: LINE, ...CHOICES, ...MULTIPLE_CHOICES }),
    'hint?': plain(2000),
    'optional?': flag,
    'dispatch_action?': flag,
  }),
};

/** The elements of a block that have an action id, with where they are. */
const elementsOf = (each: Json): readonly (readonly [unknown, string])[] => {
  if (each.type === 'actions' && Array.isArray(each.elements)) {
    return each.elements.map((item, index) => [item, `/elements/${index}`] as const);
  }
  return [
    [each.accessory, '/accessory'],
    [each.element, '/element'],
  ];
};

const idsAreUnique: Check = (value, pointer, complain) => {
  if (!Array.isArray(value)) return;
  const blockIds = new Set<unknown>();
  value.forEach((each: unknown, index) => {
    if (!isObject(each)) return;
    const at = `${pointer}/${index}`;
    if (each.block_id !== undefined && blockIds.has(each.block_id)) {
      complain('`block_id` already exists in a different block', `${at}/block_id`);
    }
    blockIds.add(each.block_id);
    const actionIds = new Set<unknown>();
    for (const [item, where] of elementsOf(each)) {
      if (!isObject(item) || item.action_id === undefined) continue;
      if (actionIds.has(item.action_id)) {
        complain('`action_id` already exists for another element of the block', `${at}${where}/action_id`);
      }
      actionIds.add(item.action_id);
    }
  });
};

const blocks = (max: number): Check => both(list(byType(BLOCKS), max, 0), idsAreUnique);

/** A modal with inputs must have a button that submits them. */
const inputsAreSubmitted: Check = (value, pointer, complain) => {
  if (!isObject(value) || !Array.isArray(value.blocks) || value.type !== 'modal' || value.submit) return;
  if (value.blocks.some((each) => isObject(each) && each.type === 'input')) {
    complain('missing required field: submit, since `blocks` have an `input`', pointer);
  }
};

const VIEW_FIELDS: Fields = {
  type: text(50),
  blocks: blocks(VIEW_BLOCKS_MAX),
  'private_metadata?': text(3000),
  'callback_id?': text(255),
  'external_id?': text(255),
};
const VIEWS: Readonly<Record<string, Check>> = {
  modal: both(
    object({
      ...VIEW_FIELDS,
      title: plain(24),
      'submit?': plain(24),
      'close?': plain(24),
      'clear_on_close?': flag,
      'notify_on_close?': flag,
      'submit_disabled?': flag,
    }),
    inputsAreSubmitted,
  ),
  home: object(VIEW_FIELDS),
};

/** What Slack would say against something, at most as much as it says. */
const complaintsAbout = (check: Check, value: unknown, pointer: string): string[] => {
  const complaints: string[] = [];
  const complain: Complain = (what, at) => complaints.push(`${what} [json-pointer:${at}]`);
  check(value, pointer, complain);
  return complaints.slice(0, 20);
};

/** What is wrong with a message's blocks; nothing when they are as Slack wants them. */
export const complaintsAboutBlocks = (value: unknown): string[] =>
  complaintsAbout(blocks(MESSAGE_BLOCKS_MAX), value, '/blocks');

/** What is wrong with a modal's or a Home's view. */
export const complaintsAboutView = (value: unknown, type: 'modal' | 'home'): string[] =>
  complaintsAbout(byType({ [type]: VIEWS[type] as Check }), value, '/view');

const newId = (): string => randomBytes(3).toString('base64url');
const withId = (item: unknown, name: string): Json => {
  const known = item as Json;
  return known[name] === undefined ? { ...known, [name]: newId() } : known;
};

/** The blocks as Slack gives them back: each has a block id, and each element an action id. */
export const withIds = (given: readonly Json[]): Json[] =>
  given.map((each) => {
    const named = withId(each, 'block_id');
    if (each.type === 'actions') {
      return { ...named, elements: (each.elements as Json[]).map((item) => withId(item, 'action_id')) };
    }
    if (each.type === 'input') return { ...named, element: withId(each.element, 'action_id') };
    const accessory = each.accessory as Json | undefined;
    return accessory && accessory.type !== 'image' ? { ...named, accessory: withId(accessory, 'action_id') } : named;
  });
