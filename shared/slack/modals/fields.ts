import { SEVERITIES, type Severity } from '../../domain/incident/severity.ts';
import { type Block, type Input, type Modal, type Option, plain, type Select, type TextInput } from '../blocks.ts';
import { literal, literalLines } from '../escape.ts';
import { FIELD_LIMITS, LIMITS } from '../limits.ts';
import { FIELDS, type ModalName } from '../names.ts';

/** The pieces that modals are made of. Every block id is a field's name, every element's action id is `value`. */
export const modal = (name: ModalName, title: string, submit: string, metadata: string, blocks: Block[]): Modal => ({
  type: 'modal',
  callback_id: name,
  title: plain(title),
  submit: plain(submit),
  close: plain('Cancel'),
  private_metadata: metadata,
  blocks,
});

interface TextField {
  readonly label: string;
  readonly initial: string;
  readonly lengthMax?: number;
  readonly lines?: 'one' | 'many';
  readonly optional?: boolean;
  readonly placeholder?: string;
  readonly focus?: boolean;
}

export const textField = (field: string, options: TextField): Input => {
  const { label, initial, lengthMax = FIELD_LIMITS.text, lines = 'many', optional = false } = options;
  const content = lines === 'one' ? literal(initial, lengthMax) : literalLines(initial, lengthMax);
  const element: TextInput = {
    type: 'plain_text_input',
    action_id: 'value',
    multiline: lines === 'many',
    max_length: lengthMax,
    ...(content ? { initial_value: content } : {}),
    ...(options.placeholder ? { placeholder: plain(options.placeholder) } : {}),
    ...(options.focus ? { focus_on_load: true } : {}),
  };
  return { type: 'input', block_id: field, label: plain(label), element, optional };
};

export const option = (text: string, value: string): Option => ({
  text: plain(literal(text, LIMITS.optionText) || '(no name)'),
  value,
});

export const selectField = (
  field: string,
  label: string,
  select: Omit<Select, 'type' | 'action_id'>,
  more: { readonly optional?: boolean; readonly hint?: string } = {},
): Input => ({
  type: 'input',
  block_id: field,
  label: plain(label),
  element: { type: 'static_select', action_id: 'value', ...select },
  optional: more.optional ?? false,
  ...(more.hint ? { hint: plain(more.hint) } : {}),
});

export const userField = (field: string, label: string, initial: string | null, hint: string): Input => ({
  type: 'input',
  block_id: field,
  label: plain(label),
  element: {
    type: 'users_select',
    action_id: 'value',
    placeholder: plain('Choose a person'),
    ...(initial ? { initial_user: initial } : {}),
  },
  optional: true,
  hint: plain(hint),
});

const MEANING = {
  SEV1: 'critical, most customers are affected',
  SEV2: 'major, a part does not work',
  SEV3: 'minor, there is a way around it',
  SEV4: 'low, nobody is affected yet',
} as const satisfies Record<Severity, string>;

const severityOption = (severity: Severity): Option => option(`${severity}: ${MEANING[severity]}`, severity);

export const severityField = (initial: Severity): Input =>
  selectField(FIELDS.severity, 'Severity', {
    options: SEVERITIES.map(severityOption),
    initial_option: severityOption(initial),
  });

/** Empty, so that whoever only writes an update does not undo what somebody else has changed in the meantime. */
export const changedSeverityField = (now: Severity): Input =>
  selectField(
    FIELDS.severity,
    'Severity, if it changes',
    { options: SEVERITIES.map(severityOption), placeholder: plain(`Stays ${now}`) },
    { optional: true },
  );
