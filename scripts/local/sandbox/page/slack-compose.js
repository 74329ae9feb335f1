import { byId, element } from './dom.js';

const COMMAND = '/incident';
const SUBCOMMANDS = [
  ['declare', 'what is wrong'],
  ['ack', 'you have it'],
  ['resolve', 'it is over'],
  ['escalate', 'page more people'],
  ['update', 'a status update'],
  ['severity', 'SEV1 to SEV4'],
  ['assign', 'role, @person'],
  ['note', 'onto the timeline'],
  ['page', '@person, service or schedule'],
  ['who', 'is on call'],
  ['list', 'open incidents'],
  ['timeline', 'what happened'],
  ['merge', 'into another'],
  ['help', 'all of it'],
];

/** The box at the bottom: messages, and slash commands with hints as one types. */
export class Composer {
  #input = byId('slack-input');
  #hints = byId('slack-hints');
  #send;

  /** @param send takes the text; resolves to false when it was not sent */
  constructor(send) {
    this.#send = send;
    byId('slack-compose').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener('input', () => this.#hint());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('blur', () => setTimeout(() => this.#hide(), 150));
    this.#input.addEventListener('focus', () => this.#hint());
  }

  /** Where it is said. */
  set place(name) {
    this.#input.setAttribute('aria-label', `Message ${name}, or a command`);
  }

  #key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Tab' && !event.shiftKey && !this.#hints.hidden) {
      const [first] = this.#matches();
      if (!first || this.#input.value === completed(first)) return;
      event.preventDefault();
      this.#complete(first);
    } else if (event.key === 'Escape') this.#hide();
  }

  async #submit() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.#input.value = '';
    this.#hide();
    const isSent = await this.#send(text);
    if (!isSent && this.#input.value === '') this.#input.value = text;
  }

  #matches() {
    const text = this.#input.value.toLowerCase();
    if (!text.startsWith('/')) return [];
    if (COMMAND.startsWith(text)) return SUBCOMMANDS;
    const word = text.startsWith(`${COMMAND} `) ? text.slice(COMMAND.length + 1) : undefined;
    return word === undefined ? [] : SUBCOMMANDS.filter(([name]) => name.startsWith(word));
  }

  #hint() {
    const matches = this.#matches();
    this.#hints.hidden = matches.length === 0;
    this.#hints.replaceChildren(
      ...matches.map((match) => {
        const made = element('button', { type: 'button', className: 'slack-hint', tabindex: '-1' }, [
          element('strong', { text: `${COMMAND} ${match[0]}` }),
          element('span', { className: 'hint', text: match[1] }),
        ]);
        made.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          this.#complete(match);
        });
        return element('li', {}, [made]);
      }),
    );
  }

  #complete(match) {
    this.#input.value = completed(match);
    this.#input.focus();
    this.#hint();
  }

  #hide() {
    this.#hints.hidden = true;
  }
}

const completed = ([name]) => `${COMMAND} ${name} `;

/** A command's word and the rest of the line; undefined for a message. */
export const commandIn = (text) => {
  const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  return command && { command, text: rest };
};
