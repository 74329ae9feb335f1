import { FIELD_LIMITS } from './limits.ts';
import { FIELDS, MODALS } from './names.ts';

type Values = Readonly<Record<string, string | readonly string[] | null | undefined>>;

const textOf = (values: Values, field: string): string => {
  const value = values[field];
  return typeof value === 'string' ? value.trim() : '';
};

const required = (values: Values, field: string, ask: string, lengthMax: number): Record<string, string> => {
  const text = textOf(values, field);
  if (text === '') return { [field]: ask };
  return tooLong(text, field, lengthMax);
};

const tooLong = (text: string, field: string, lengthMax: number): Record<string, string> =>
  text.length > lengthMax ? { [field]: `At most ${lengthMax} characters, please: these are ${text.length}.` } : {};

const oneOf = (values: Values, field: string, known: readonly string[], ask: string): Record<string, string> =>
  known.includes(textOf(values, field)) ? {} : { [field]: ask };

const maybeOneOf = (values: Values, field: string, known: readonly string[], ask: string): Record<string, string> =>
  values[field] === undefined || values[field] === null ? {} : oneOf(values, field, known, ask);

const BAD = 'Choose how bad it is.';
const NEXT_UPDATES = ['15', '30', '60', '120', 'none'];
const ROLES = ['incident-commander', 'communications', 'scribe'];
const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'];

/**
 * What is wrong with a submitted modal, by block id, in words for the person who filled it in; empty when nothing is.
 * Fields that a modal does not require may be missing.
 */
export const submissionErrors = (callbackId: string, values: Values): Record<string, string> => {
  switch (callbackId) {
    case MODALS.declare:
      return {
        ...required(values, FIELDS.title, 'Say in a few words what is wrong.', FIELD_LIMITS.title),
        ...oneOf(values, FIELDS.severity, SEVERITIES, BAD),
        ...tooLong(textOf(values, FIELDS.description), FIELDS.description, FIELD_LIMITS.text),
      };
    case MODALS.resolve:
      return tooLong(textOf(values, FIELDS.summary), FIELDS.summary, FIELD_LIMITS.text);
    case MODALS.update:
      return {
        ...required(values, FIELDS.message, 'Say what is known now.', FIELD_LIMITS.text),
        ...maybeOneOf(values, FIELDS.nextUpdate, NEXT_UPDATES, 'Choose when the next update comes.'),
        ...maybeOneOf(values, FIELDS.severity, SEVERITIES, BAD),
      };
    case MODALS.note:
      return required(values, FIELDS.text, 'Write the note first.', FIELD_LIMITS.text);
    case MODALS.severity:
      return oneOf(values, FIELDS.severity, SEVERITIES, BAD);
    case MODALS.assign:
      return oneOf(values, FIELDS.role, ROLES, 'Choose a role.');
    default:
      return {};
  }
};
