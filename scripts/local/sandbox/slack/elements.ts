import type { Json } from './model.ts';
import { isObject } from './schema.ts';
import type { Workspace } from './workspace.ts';

/** An element that people use, with the id of the block that it is in. */
export interface Placed {
  readonly blockId: string;
  readonly element: Json;
}

/** What a person chose or wrote, in Slack's form; or why it cannot be. */
export type Entered = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

/** Every element of the blocks that people use. */
export const elementsIn = (blocks: readonly Json[]): Placed[] =>
  blocks.flatMap((block) => {
    const blockId = String(block.block_id);
    const elements = block.type === 'actions' ? (block.elements as unknown[]) : [block.accessory, block.element];
    return elements.flatMap((element) => (isObject(element) && element.action_id ? [{ blockId, element }] : []));
  });

/** The blocks of a view as Slack keeps them. */
export const blocksOf = (payload: Json): readonly Json[] => payload.blocks as readonly Json[];

const optionsOf = (element: Json): Json[] => {
  const groups = (element.option_groups as Json[] | undefined) ?? [];
  return [element.options as Json[] | undefined, ...groups.map(({ options }) => options as Json[])]
    .flat()
    .filter(isObject);
};

const SEVERAL: ReadonlySet<unknown> = new Set(['checkboxes', 'multi_static_select', 'multi_users_select']);

/** What stands in an element before anybody has touched it. */
const initially = (element: Json): unknown => {
  const option = element.initial_option as Json | undefined;
  const options = element.initial_options as Json[] | undefined;
  return (
    element.initial_value ??
    option?.value ??
    options?.map(({ value }) => value) ??
    element.initial_user ??
    element.initial_users ??
    element.initial_conversation ??
    null
  );
};

/**
 * What stands in an element.
 * @param given the text, the option's value or the person's id; an array of them; null for nothing; undefined for what
 * was there from the start
 */
export const enter = (workspace: Workspace, element: Json, given: unknown): Entered => {
  const value = given === undefined ? initially(element) : given;
  const { type } = element;
  if (SEVERAL.has(type)) return enterSeveral(workspace, element, value);
  if (value !== null && typeof value !== 'string') return { ok: false, why: 'must be text, or null' };
  switch (type) {
    case 'plain_text_input':
      return { ok: true, value: { type, value: value || null } };
    case 'users_select':
      if (value && !workspace.user(value)) return { ok: false, why: `must be the id of a person, ${value} is nobody` };
      return { ok: true, value: { type, selected_user: value || null } };
    case 'conversations_select':
      if (value && !workspace.channels.get(value)) return { ok: false, why: `must be the id of a channel` };
      return { ok: true, value: { type, selected_conversation: value || null } };
    default: {
      const option = optionsOf(element).find((each) => each.value === value);
      if (value && !option) return { ok: false, why: `must be one of ${offered(element)}` };
      return { ok: true, value: { type, selected_option: option ?? null } };
    }
  }
};

const enterSeveral = (workspace: Workspace, element: Json, value: unknown): Entered => {
  const chosen = Array.isArray(value) ? value : value ? [value] : [];
  const { type } = element;
  if (type === 'multi_users_select') {
    const nobody = chosen.find((id) => !workspace.user(String(id)));
    if (nobody !== undefined) return { ok: false, why: `must be ids of people, ${nobody} is nobody` };
    return { ok: true, value: { type, selected_users: chosen } };
  }
  const options = optionsOf(element);
  if (chosen.some((each) => !options.some((option) => option.value === each))) {
    return { ok: false, why: `must be some of ${offered(element)}` };
  }
  return {
    ok: true,
    value: { type, selected_options: options.filter((option) => chosen.includes(option.value)) },
  };
};

const offered = (element: Json): string =>
  optionsOf(element)
    .map(({ value }) => value)
    .join(', ');

const isEmpty = ({ type: _type, ...entered }: Json): boolean =>
  Object.values(entered).every((value) => value === null || (Array.isArray(value) && value.length === 0));

/** The values of a modal as its app gets them, and what Slack itself does not let through, by block id. */
export interface Filled {
  readonly values: Json;
  readonly errors: Readonly<Record<string, string>>;
}

/** Fills in a modal. @returns `field` and why when the given values do not fit it */
export const fillIn = (
  workspace: Workspace,
  payload: Json,
  given: Json,
): ({ readonly ok: true } & Filled) | { readonly ok: false; readonly field: string; readonly why: string } => {
  const inputs = blocksOf(payload).filter(({ type }) => type === 'input');
  const unknown = Object.keys(given).find((name) => !inputs.some(({ block_id: id }) => id === name));
  if (unknown !== undefined) return { ok: false, field: `values.${unknown}`, why: 'is no field of this modal' };
  const values: Record<string, Json> = {};
  const errors: Record<string, string> = {};
  for (const block of inputs) {
    const id = String(block.block_id);
    const element = block.element as Json;
    const entered = enter(workspace, element, given[id]);
    if (!entered.ok) return { ok: false, field: `values.${id}`, why: entered.why };
    values[id] = { [String(element.action_id)]: entered.value };
    const error = refusedBySlack(block, element, entered.value);
    if (error) errors[id] = error;
  }
  return { ok: true, values, errors };
};

/** What Slack's own client refuses to submit. */
const refusedBySlack = (block: Json, element: Json, entered: Json): string | undefined => {
  if (isEmpty(entered)) return block.optional === true ? undefined : 'Please complete this required field.';
  if (element.type !== 'plain_text_input') return undefined;
  const { length } = String(entered.value);
  const min = Number(element.min_length ?? 0);
  const max = Number(element.max_length ?? 3000);
  if (length < min) return `Please enter at least ${min} characters.`;
  return length > max ? `Please enter no more than ${max} characters.` : undefined;
};
