import { element, icon, post, readable, toast } from './dom.js';
import { isRinging, isTalking, offeredKeys } from './story.js';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const ENDED_SHOWN_MS = 8000;
const ENDINGS = {
  completed: 'Call ended',
  'no-answer': 'Nobody picked up',
  busy: 'Declined',
  failed: 'The call failed',
  canceled: 'The caller hung up',
};

/** The call that covers a phone: it rings, it is talked to with keys, it ends. */
export class CallScreen {
  #call;
  #root;
  #keys = new Map();
  #hideTimer;

  constructor(root) {
    this.#root = root;
    this.#part('.keypad').append(...KEYS.map((key) => this.#key(key)));
  }

  get call() {
    return this.#call;
  }

  show(call) {
    const before = this.#call?.id === call.id ? this.#call : undefined;
    if (!before && !isRinging(call) && !isTalking(call)) return;
    this.#call = call;
    clearTimeout(this.#hideTimer);
    this.#root.hidden = false;
    this.#root.dataset.stage = isRinging(call) ? 'ringing' : isTalking(call) ? 'talking' : 'ended';
    this.#part('.call-title').textContent = this.#title(call);
    this.#part('.call-detail').textContent = this.#detail(call);
    this.#showTranscript(call);
    this.#showKeys(call);
    if (before?.status !== call.status) this.#showActions(call, before);
  }

  hide() {
    clearTimeout(this.#hideTimer);
    this.#root.hidden = true;
    this.#call = undefined;
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  #title(call) {
    if (isRinging(call)) return 'PD Lite';
    return isTalking(call) ? 'On the phone' : (ENDINGS[call.status] ?? call.status);
  }

  #detail(call) {
    if (isRinging(call)) return `calls from ${readable(call.from)}`;
    if (!isTalking(call)) return 'The transcript stays in the thread.';
    return call.listening ? 'It listens: press a key.' : 'It speaks.';
  }

  #showTranscript(call) {
    const list = this.#part('.transcript');
    list.hidden = call.said.length === 0;
    if (list.dataset.call !== call.id) list.replaceChildren();
    list.dataset.call = call.id;
    const news = call.said.slice(list.children.length);
    list.append(...news.map((text) => element('li', { text })));
    if (news.length > 0) list.scrollTop = list.scrollHeight;
  }

  #showKeys(call) {
    this.#part('.keypad').hidden = !isTalking(call);
    const offered = offeredKeys(call.said);
    for (const [key, { button, hint }] of this.#keys) {
      hint.textContent = offered.get(key) ?? '';
      button.classList.toggle('is-offered', offered.has(key));
      button.disabled = !call.listening;
    }
  }

  #showActions(call, before) {
    const place = this.#part('.call-actions');
    const hadFocus = this.#root.contains(document.activeElement);
    if (isRinging(call)) {
      place.replaceChildren(
        this.#action('Decline', 'decline', 'phone', { answer: 'busy' }),
        this.#action('Voicemail', 'voicemail', 'voicemail', { answer: 'voicemail' }),
        this.#action('Pick up', 'accept', 'phone', { answer: 'human' }),
      );
    } else if (isTalking(call)) {
      place.replaceChildren(this.#action('Hang up', 'decline', 'phone', { answer: 'hang-up' }));
    } else {
      const close = element('button', { className: 'button', type: 'button', text: 'Back to messages' });
      close.addEventListener('click', () => this.hide());
      place.replaceChildren(close);
      this.#hideTimer = setTimeout(() => this.hide(), ENDED_SHOWN_MS);
    }
    if (before && hadFocus) this.#part('.call-title').focus();
  }

  #action(name, className, iconName, body) {
    const circle = element('span', { className: `circle ${className}` }, [icon(iconName)]);
    const button = element('button', { className: 'call-action', type: 'button' }, [
      circle,
      element('span', { text: name }),
    ]);
    button.addEventListener('click', () => this.#press(body));
    return button;
  }

  #key(key) {
    const hint = element('span', { className: 'key-hint' });
    const button = element('button', { className: 'key', type: 'button' }, [
      element('span', { className: 'key-digit', text: key }),
      hint,
    ]);
    button.addEventListener('click', () => this.#press({ digits: key }));
    this.#keys.set(key, { button, hint });
    return button;
  }

  async #press(body) {
    try {
      await post(`/sandbox/calls/${this.#call.id}/press`, body);
    } catch (error) {
      toast(error.message);
    }
  }
}
