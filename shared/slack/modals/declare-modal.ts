import type { Severity } from '../../domain/incident/severity.ts';
import type { Input, Modal, Option, OptionGroup, Select } from '../blocks.ts';
import { plain } from '../blocks.ts';
import { literal } from '../escape.ts';
import { FIELD_LIMITS, LIMITS } from '../limits.ts';
import { FIELDS, MODALS } from '../names.ts';
import { modal, option, selectField, severityField, textField, userField } from './fields.ts';

export interface DeclareFacts {
  readonly title: string;
  readonly severity?: Severity | null;
  readonly description?: string | null;
  readonly services: readonly { readonly id: string; readonly name: string }[];
  readonly serviceId?: string | null;
  /** JSON, at most 3000 characters: longer than that and Slack refuses the modal. */
  readonly metadata: string;
}

/** More services than this cannot be chosen from a menu of sense; they are left out. */
const SERVICES_MAX = 1000;
const LABEL_MAX = 30;

const groups = (options: Option[]): OptionGroup[] => {
  const made: OptionGroup[] = [];
  for (let start = 0; start < options.length; start += LIMITS.options) {
    const part = options.slice(start, start + LIMITS.options);
    const label = `${literal(part[0]?.text.text ?? '', LABEL_MAX)} to ${literal(part.at(-1)?.text.text ?? '', LABEL_MAX)}`;
    made.push({ label: plain(label), options: part });
  }
  return made;
};

const serviceField = ({ services, serviceId }: DeclareFacts): Input[] => {
  if (services.length === 0) return [];
  const options = services
    .filter(({ id }) => id.length <= LIMITS.optionValue)
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    .slice(0, SERVICES_MAX)
    .map(({ id, name }) => option(name, id));
  const chosen = options.find(({ value }) => value === serviceId);
  const select: Omit<Select, 'type' | 'action_id'> = {
    placeholder: plain('Choose a service'),
    ...(options.length > LIMITS.options ? { option_groups: groups(options) } : { options }),
    ...(chosen ? { initial_option: chosen } : {}),
  };
  const hint = 'Its escalation policy says who is paged.';
  return [selectField(FIELDS.service, 'Service', select, { optional: true, hint })];
};

/** Declares an incident. What was typed with the command is already in it. */
export const declareModal = (facts: DeclareFacts): Modal =>
  modal(MODALS.declare, 'Declare an incident', 'Declare', facts.metadata, [
    textField(FIELDS.title, {
      label: 'What is wrong?',
      initial: facts.title,
      lengthMax: FIELD_LIMITS.title,
      lines: 'one',
      placeholder: 'Checkout is down',
      focus: true,
    }),
    severityField(facts.severity ?? 'SEV3'),
    ...serviceField(facts),
    userField(FIELDS.page, 'Page someone', null, 'In addition to whoever is on call for the service.'),
    textField(FIELDS.description, {
      label: 'What is known so far?',
      initial: facts.description ?? '',
      optional: true,
      placeholder: 'What you see, since when, who is affected',
    }),
  ]);
