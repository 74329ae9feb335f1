import { byId, element, post } from './dom.js';
import { blockElements } from './slack-blocks.js';
import { Field } from './slack-field.js';

/** The modal in front of the person: what the app shows, its fields, and what becomes of submitting them. */
export class SlackModal {
  #dialog = byId('slack-modal');
  #context;
  #view;
  #user;
  #fields = [];

  /** @param context what blocks need, and `toast(text)` */
  constructor(context) {
    this.#context = context;
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#close();
    });
    this.#part('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#part('.slack-modal-close').addEventListener('click', () => this.#close());
    this.#part('.slack-modal-x').addEventListener('click', () => this.#close());
    this.#dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) this.#submit();
    });
  }

  /** Shows a view for a person, or what has changed of it; nothing for undefined. */
  show(view, user) {
    if (!view) return this.#hide();
    const isSame = this.#view?.id === view.id;
    if (isSame && this.#view.hash === view.hash) return;
    const kept = isSame ? new Map(this.#fields.map((field) => [field.key, field.value])) : new Map();
    const hadFields = isSame && this.#fields.length > 0;
    this.#view = view;
    this.#user = user;
    this.#layOut(view.payload);
    for (const field of this.#fields) if (kept.has(field.key)) field.value = kept.get(field.key);
    if (!this.#dialog.open) this.#dialog.showModal();
    if (!hadFields) (this.#fields.find((field) => field.wantsFocus) ?? this.#fields[0])?.focus();
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }

  #layOut({ title, submit, close, blocks }) {
    this.#fields = [];
    this.#part('.slack-modal-title').textContent = title.text;
    const submitButton = this.#part('.slack-modal-submit');
    submitButton.hidden = !submit;
    submitButton.disabled = false;
    submitButton.textContent = submit?.text ?? '';
    this.#part('.slack-modal-close').textContent = close?.text ?? (submit ? 'Cancel' : 'Close');
    this.#dialog.classList.toggle('is-waiting', isSkeleton(submit, blocks));
    this.#trouble('');
    const field = (block) => {
      const made = new Field(block, this.#context.people());
      this.#fields.push(made);
      return made.root;
    };
    const { names, people, useIn } = this.#context;
    const context = { names, people: people(), field, use: (used) => useIn({ viewId: this.#view.id }, used) };
    this.#part('.slack-modal-body').replaceChildren(...blockElements(blocks, context));
  }

  async #submit() {
    const button = this.#part('.slack-modal-submit');
    if (button.hidden || button.disabled) return;
    button.disabled = true;
    this.#complain({});
    this.#trouble('');
    const values = Object.fromEntries(this.#fields.map((field) => [field.blockId, field.value]));
    const { id } = this.#view;
    try {
      const answer = await post('/sandbox/slack/submit', { viewId: id, values, user: this.#user });
      if (this.#view?.id !== id) return;
      this.#complain(answer.errors);
      this.#trouble(answer.trouble ?? '');
      if (answer.view === null) this.#hide();
    } catch (error) {
      this.#trouble(error.message);
    } finally {
      button.disabled = false;
    }
  }

  async #close() {
    const { id } = this.#view ?? {};
    this.#hide();
    if (!id) return;
    await post('/sandbox/slack/close', { viewId: id, user: this.#user }).catch((error) =>
      this.#context.toast(error.message),
    );
  }

  #hide() {
    this.#view = undefined;
    this.#fields = [];
    if (this.#dialog.open) this.#dialog.close();
  }

  #complain(errors) {
    for (const field of this.#fields) field.complain(errors[field.blockId]);
    this.#fields.find((field) => errors[field.blockId])?.focus();
  }

  #trouble(text) {
    const place = this.#part('.slack-modal-trouble');
    place.textContent = text;
    place.hidden = text === '';
  }
}

/** What the app shows until it has the real form. */
const isSkeleton = (submit, blocks) => !submit && blocks.length === 1 && (blocks[0].text?.text ?? '').endsWith('...');

/** Asks whether a button is meant. @returns whether it is */
export const confirmed = ({ title, text, confirm, deny, style }) =>
  new Promise((resolve) => {
    const yes = element('button', {
      className: `slack-button is-${style ?? 'primary'}`,
      type: 'button',
      text: confirm.text,
    });
    const no = element('button', { className: 'slack-button', type: 'button', text: deny.text });
    const dialog = element('dialog', { className: 'slack-dialog slack-confirm' }, [
      element('h3', { text: title.text }),
      element('p', { text: text.text }),
      element('div', { className: 'slack-modal-foot' }, [no, yes]),
    ]);
    const end = (isMeant) => {
      dialog.remove();
      resolve(isMeant);
    };
    yes.addEventListener('click', () => end(true));
    no.addEventListener('click', () => end(false));
    dialog.addEventListener('close', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
  });
