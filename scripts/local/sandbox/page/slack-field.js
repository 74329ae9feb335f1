import { element } from './dom.js';
import { menuOptions } from './slack-blocks.js';

const SEVERAL = new Set(['checkboxes', 'multi_static_select', 'multi_users_select']);

/** One input block of a modal: its label, what is filled in, a hint, and the error that may come to it. */
export class Field {
  #block;
  #root;
  #error;
  #controls;

  constructor(block, people) {
    this.#block = block;
    const id = `slack-field-${block.block_id}`;
    const item = block.element;
    this.#error = element('p', { className: 'slack-field-error', id: `${id}-error`, role: 'alert' });
    this.#error.hidden = true;
    const isGroup = item.type === 'checkboxes' || item.type === 'radio_buttons';
    this.#controls = isGroup ? choices(item, id) : [single(item, id, people)];
    const name = element(isGroup ? 'span' : 'label', { className: 'slack-label', ...(isGroup ? {} : { for: id }) }, [
      block.label.text,
      ...(block.optional ? [element('span', { className: 'quiet', text: ' (optional)' })] : []),
    ]);
    const shown = isGroup ? this.#controls.map(({ parentElement }) => parentElement) : this.#controls;
    const hint = block.hint ? [element('p', { className: 'hint', text: block.hint.text })] : [];
    this.#root = element(
      'div',
      { className: 'slack-field', 'data-block-id': block.block_id, ...(isGroup ? { role: 'group' } : {}) },
      [name, ...shown, ...hint, this.#error],
    );
  }

  get root() {
    return this.#root;
  }

  get blockId() {
    return this.#block.block_id;
  }

  /** What makes it the same field after the app has changed the view. */
  get key() {
    return `${this.#block.block_id} ${this.#block.element.action_id}`;
  }

  get wantsFocus() {
    return this.#block.element.focus_on_load === true;
  }

  /** What stands in it: text, the value of an option, a person's id; a list where there may be several. */
  get value() {
    const [first] = this.#controls;
    const { type } = this.#block.element;
    if (type === 'checkboxes') return this.#controls.filter(({ checked }) => checked).map(({ value }) => value);
    if (type === 'radio_buttons') return this.#controls.find(({ checked }) => checked)?.value ?? null;
    if (SEVERAL.has(type)) return [...first.selectedOptions].map(({ value }) => value);
    return first.value === '' ? null : first.value;
  }

  set value(value) {
    const chosen = Array.isArray(value) ? value : [value];
    const [first] = this.#controls;
    if (first.type === 'checkbox' || first.type === 'radio') {
      for (const each of this.#controls) each.checked = chosen.includes(each.value);
    } else if (first.multiple) {
      for (const option of first.options) option.selected = chosen.includes(option.value);
    } else first.value = value ?? '';
  }

  focus() {
    this.#controls[0].focus();
  }

  /** Shows what is wrong with it; nothing for undefined. */
  complain(text) {
    this.#error.textContent = text ?? '';
    this.#error.hidden = !text;
    this.#root.classList.toggle('is-wrong', Boolean(text));
    for (const each of this.#controls) each.setAttribute('aria-invalid', String(Boolean(text)));
  }
}

const single = (item, id, people) => {
  const about = { className: 'slack-entry', id, 'data-action-id': item.action_id, 'aria-describedby': `${id}-error` };
  if (item.type === 'plain_text_input') {
    const made = element(item.multiline ? 'textarea' : 'input', {
      ...about,
      autocomplete: 'off',
      ...(item.multiline ? { rows: '4' } : { type: 'text', enterkeyhint: 'done' }),
      ...(item.placeholder ? { placeholder: item.placeholder.text } : {}),
    });
    made.value = item.initial_value ?? '';
    return made;
  }
  const several = SEVERAL.has(item.type);
  const none = element('option', { value: '', text: item.placeholder?.text ?? 'Choose' });
  const made = element('select', { ...about, ...(several ? { multiple: '' } : {}) }, [
    ...(several ? [] : [none]),
    ...menuOptions(item, people),
  ]);
  const initial = item.initial_options?.map(({ value }) => value) ?? item.initial_users;
  if (several) for (const option of made.options) option.selected = (initial ?? []).includes(option.value);
  else made.value = item.initial_option?.value ?? item.initial_user ?? '';
  return made;
};

const choices = (item, id) => {
  const chosen = (item.initial_options ?? [item.initial_option]).map((option) => option?.value);
  return item.options.map(({ value, text, description }, index) => {
    const type = item.type === 'checkboxes' ? 'checkbox' : 'radio';
    const made = element('input', { type, name: id, value, id: `${id}-${index}` });
    made.checked = chosen.includes(value);
    const words = [element('span', { text: text.text })];
    if (description) words.push(element('span', { className: 'hint', text: description.text }));
    element('label', { className: 'slack-choice', for: made.id }, [made, ...words]);
    return made;
  });
};
