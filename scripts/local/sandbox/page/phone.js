import { CallScreen } from './call-screen.js';
import { byId, clockTime, element, icon, post, readable, toast } from './dom.js';
import { isRinging, isTalking, offeredReplies } from './story.js';

const ENTRIES_SHOWN_MAX = 100;
const QUICK_REPLIES_MAX = 6;
/** So much of a phone must be in sight for its messages to count as seen. */
const IN_VIEW_SHARE = 0.6;
const PROVIDER_NAMES = { twilio: 'Twilio', sns: 'Amazon SNS' };
const CALL_ENDINGS = {
  completed: 'Call',
  'no-answer': 'Missed call',
  busy: 'Declined call',
  failed: 'Call that never rang',
  canceled: 'Call taken back',
};

/** One phone: its messages, a line to reply, and the call that may cover it all. */
export class Phone {
  #number;
  #root;
  #callScreen;
  #entries = new Map();
  #chip;
  #isNew = false;
  #isInView = false;

  /** @param name whose phone it is, if that is known */
  constructor(number, name) {
    this.#number = number;
    const owner = name ? `${name}, ${readable(number)}` : readable(number);
    this.#root = byId('phone-template').content.firstElementChild.cloneNode(true);
    this.#root.id = `phone-${number.slice(1)}`;
    const title = this.#part('.phone-number');
    title.id = `${this.#root.id}-title`;
    title.textContent = name ?? readable(number);
    this.#part('.phone-line').textContent = name ? `${readable(number)} · ` : '';
    this.#part('.handset').setAttribute('aria-labelledby', title.id);
    this.#part('.avatar').textContent = name ? initials(name) : number.slice(-2);
    this.#part('.thread').setAttribute('aria-label', `Messages of ${owner}`);
    this.#part('.compose-text').setAttribute('aria-label', `Reply from ${owner}`);
    this.#part('.compose').addEventListener('submit', (event) => this.#submit(event));
    this.#callScreen = new CallScreen(this.#part('.call'));
    this.#chip = element('button', {
      className: 'chip',
      type: 'button',
      text: name ? name.split(' ')[0] : `…${number.slice(-4)}`,
      'aria-label': owner,
    });
    this.#chip.addEventListener('click', () => this.reveal());
    this.#root.addEventListener('pointerdown', () => this.#seen());
    new IntersectionObserver(
      ([entry]) => {
        this.#isInView = entry.isIntersecting;
        if (this.#isInView) this.#seen();
      },
      { threshold: IN_VIEW_SHARE },
    ).observe(this.#root);
  }

  get root() {
    return this.#root;
  }

  get chip() {
    return this.#chip;
  }

  /** Brings the phone into view. */
  reveal() {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#root.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'nearest', inline: 'center' });
    this.#seen();
  }

  /** Shows a message, or what has changed of it. */
  message(message, isOld = false) {
    const isKnown = this.#entries.has(message.id);
    this.#put(message.id, message.kind === 'call' ? callEntry(message) : textEntry(message));
    if (message.kind === 'sms' && message.status !== 'undelivered') this.#offer(message.body);
    if (message.kind === 'sms' && !isKnown && !isOld) this.#arrived();
  }

  /** Shows what the person wrote. */
  reply({ id, body, at }) {
    const bubble = element('p', { className: 'bubble', text: body });
    this.#put(id, element('li', { className: 'entry mine' }, [bubble, meta(`You · ${clockTime(at)}`)]));
  }

  /** Shows a call as it rings, talks or has ended. */
  call(call) {
    const shown = this.#callScreen.call;
    if (shown && shown.id !== call.id && isTalking(shown)) return;
    this.#callScreen.show(call);
    this.#root.classList.toggle('is-ringing', isRinging(call));
    this.#chip.classList.toggle('is-ringing', isRinging(call));
    this.#part('.phone-state').textContent = isRinging(call) ? 'Ringing' : isTalking(call) ? 'In a call' : 'Quiet';
    for (const part of ['.compose', '.quick', '.thread']) this.#part(part).inert = isRinging(call) || isTalking(call);
  }

  /** Forgets everything, before a fresh account of it. */
  clear() {
    this.#entries.clear();
    this.#part('.thread').replaceChildren();
    this.#part('.quick').replaceChildren();
    this.#part('.empty').hidden = false;
    this.#callScreen.hide();
  }

  #part(selector) {
    return this.#root.querySelector(selector);
  }

  #put(id, entry) {
    const thread = this.#part('.thread');
    const known = this.#entries.get(id);
    const isAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
    if (known) known.replaceWith(entry);
    else thread.append(entry);
    this.#entries.set(id, entry);
    this.#part('.empty').hidden = true;
    if (this.#entries.size > ENTRIES_SHOWN_MAX) {
      const [oldest, node] = this.#entries.entries().next().value;
      node.remove();
      this.#entries.delete(oldest);
    }
    if (isAtEnd || !known) thread.scrollTop = thread.scrollHeight;
  }

  #offer(body) {
    const offered = offeredReplies(body).slice(0, QUICK_REPLIES_MAX);
    if (offered.length === 0) return;
    this.#part('.quick').replaceChildren(
      ...offered.map(({ code, does }) => {
        const button = element('button', { className: 'quick-reply', type: 'button' }, [
          element('span', { className: 'quick-does', text: does }),
          element('span', { className: 'quick-code', text: code }),
        ]);
        button.addEventListener('click', () => this.#send(code));
        return button;
      }),
    );
  }

  async #submit(event) {
    event.preventDefault();
    const input = this.#part('.compose-text');
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    const isSent = await this.#send(text);
    if (!isSent && input.value === '') input.value = text;
  }

  async #send(text) {
    try {
      await post(`/sandbox/phones/${encodeURIComponent(this.#number)}/reply`, { body: text });
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }

  #arrived() {
    this.#isNew = !this.#isInView;
    this.#chip.classList.toggle('is-new', this.#isNew);
    this.#root.classList.remove('is-buzzing');
    requestAnimationFrame(() => this.#root.classList.add('is-buzzing'));
  }

  #seen() {
    this.#isNew = false;
    this.#chip.classList.remove('is-new');
  }
}

const initials = (name) => name.replace(/(\p{L})\p{L}*\s*/gu, '$1').slice(0, 2);

const meta = (text) => element('p', { className: 'meta', text });

const textEntry = ({ body, provider, status, at }) => {
  const isLost = status === 'undelivered' || status === 'failed';
  const name = PROVIDER_NAMES[provider] ?? provider;
  const fate = isLost ? 'never arrived' : status;
  const bubble = element('p', { className: 'bubble', text: body });
  return element('li', { className: isLost ? 'entry lost' : 'entry' }, [
    bubble,
    meta(`${name} · ${fate} · ${clockTime(at)}`),
  ]);
};

const callEntry = ({ body, status, at }) => {
  const name = CALL_ENDINGS[status] ?? (status === 'in-progress' ? 'Call going on' : 'Incoming call');
  const head = element('p', { className: 'call-entry-head' }, [
    icon('phone'),
    element('span', { text: `${name} · ${clockTime(at)}` }),
  ]);
  const said = body === 'Incoming call' ? [] : [element('p', { className: 'call-entry-said', text: body })];
  return element('li', { className: `entry call-entry is-${status}` }, [head, ...said]);
};
