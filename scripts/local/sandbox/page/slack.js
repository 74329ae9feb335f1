import { byId, element, post, toast } from './dom.js';
import { blockElements } from './slack-blocks.js';
import { Composer, commandIn } from './slack-compose.js';
import { avatar, messageBody, messageElement } from './slack-message.js';
import { confirmed, SlackModal } from './slack-modal.js';
import { SlackState } from './slack-state.js';

const MESSAGES_SHOWN_MAX = 200;
const CHANNELS_SHOWN_MAX = 60;
const COMPACT_WITHIN_MS = 5 * 60_000;
const AT_END_PX = 80;
const HOME = 'home';
const FIRST_CHANNEL = 'C0INCIDENTS';

/** The Slack workspace in the page: one person's view of it, and what they do there. */
export class SlackWorkspace {
  #state = new SlackState();
  #place = FIRST_CHANNEL;
  #context;
  #modal;
  #composer;
  #shown = new Map();
  #isDrawing = false;
  #isAtEnd = true;
  #sideDrawn = '';
  #nowMs = Date.now();

  constructor() {
    const names = {
      user: (id) => this.#state.userOf(id)?.name,
      channel: (id) => this.#state.channel(id)?.name,
      group: (id) => this.#state.group(id) && `@${this.#state.group(id).handle}`,
      openChannel: (id) => this.#open(id),
      nowMs: () => this.#nowMs,
    };
    this.#context = {
      names,
      toast,
      user: (id) => this.#state.userOf(id),
      people: () => this.#state.people,
      useIn: (target, used) => this.#use(target, used),
      react: (message, name) => this.#act('reaction', { messageId: message.id, name }),
      shortcut: (message, callbackId) => this.#act('shortcut', { messageId: message.id, callbackId }),
    };
    this.#modal = new SlackModal(this.#context);
    this.#composer = new Composer((text) => this.#say(text));
    byId('slack-user').addEventListener('change', () => this.#become(byId('slack-user').value));
    byId('slack-tab-home').addEventListener('click', () => this.#open(HOME));
    byId('slack-tab-messages').addEventListener('click', () => this.#open(this.#state.directMessages));
    document.addEventListener('visibilitychange', () => this.#redraw());
    const log = byId('slack-log');
    log.addEventListener('scroll', () => {
      this.#isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < AT_END_PX;
    });
    // The card above it grows and shrinks: whoever reads the end goes on reading the end.
    new ResizeObserver(() => {
      if (this.#isAtEnd) this.#toEnd();
    }).observe(log);
  }

  /** Shows all there is. */
  load(snapshot, now) {
    this.#nowMs = Date.parse(now);
    this.#state.load(snapshot);
    byId('slack').hidden = false;
    const select = byId('slack-user');
    select.replaceChildren(...this.#state.people.map(({ id, name }) => element('option', { value: id, text: name })));
    select.value = this.#state.user;
    this.#redrawPlace();
    this.#redraw();
  }

  /** Shows one change. */
  take(record) {
    this.#state.take(record);
    const { shelf, item } = record;
    if (shelf === 'messages') this.#onMessage(item);
    if (shelf === 'homes' && this.#place === HOME && item.user === this.#state.user) this.#drawHome();
    this.#redraw();
  }

  /** Draws what is around the messages, once for all that has changed in a moment. */
  #redraw() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setTimeout(() => {
      this.#isDrawing = false;
      if (!document.hidden) this.#state.read(this.#place);
      this.#drawSide();
      this.#drawHead();
      this.#drawPin();
      this.#modal.show(this.#state.view, this.#state.user);
    }, 16);
  }

  #onMessage(message) {
    this.#nowMs = Math.max(this.#nowMs, Date.parse(message.at));
    if (message.channel !== this.#place) return;
    const known = this.#shown.get(message.id);
    const isSeen = message.visibleTo === null || message.visibleTo === this.#state.user;
    if (message.isDeleted || !isSeen) {
      known?.remove();
      this.#shown.delete(message.id);
    } else if (known) {
      const made = messageElement(message, this.#context, known.classList.contains('is-compact'));
      keepFocus(known, made, () => known.replaceWith(made));
      this.#shown.set(message.id, made);
      if (this.#isAtEnd) this.#toEnd();
    } else this.#append(message);
    byId('slack-empty').hidden = this.#shown.size > 0;
  }

  #append(message, before = this.#lastShown()) {
    const log = byId('slack-log');
    const made = messageElement(message, this.#context, goesOn(before, message));
    this.#shown.set(message.id, made);
    log.append(made);
    if (this.#shown.size > MESSAGES_SHOWN_MAX) {
      const [oldest, node] = this.#shown.entries().next().value;
      node.remove();
      this.#shown.delete(oldest);
    }
    if (this.#isAtEnd || message.user === this.#state.user) this.#toEnd();
  }

  #toEnd() {
    const log = byId('slack-log');
    log.scrollTop = log.scrollHeight;
    this.#isAtEnd = true;
  }

  #lastShown() {
    return this.#state.message([...this.#shown.keys()].at(-1));
  }

  /** Draws the place that is open, from the start. */
  #redrawPlace() {
    const isHome = this.#place === HOME;
    byId('slack-log').replaceChildren();
    this.#shown.clear();
    byId('slack-log').hidden = isHome;
    byId('slack-compose').hidden = isHome;
    byId('slack-home-view').hidden = !isHome;
    byId('slack-empty').hidden = true;
    if (isHome) return this.#drawHome();
    const messages = this.#state.messagesIn(this.#place).slice(-MESSAGES_SHOWN_MAX);
    messages.forEach((message, index) => {
      this.#append(message, messages[index - 1]);
    });
    byId('slack-empty').hidden = messages.length > 0;
    this.#toEnd();
  }

  #drawHome() {
    const { home } = this.#state;
    const use = (used) => this.#use({ viewId: home.id }, used);
    const { names, people } = this.#context;
    const shown = home
      ? blockElements(home.payload.blocks, { names, people: people(), use })
      : [element('p', { className: 'slack-loading', text: 'One moment: the app lays out its Home.' })];
    byId('slack-home-view').replaceChildren(...shown);
  }

  #drawSide() {
    const unread = this.#state.unread();
    const { mine, others } = this.#state.channels();
    const names = [...mine, ...others].map(({ id, name }) => [id, name]);
    const drawn = JSON.stringify([this.#state.user, this.#place, [...unread], names, mine.length]);
    if (this.#sideDrawn === drawn) return;
    this.#sideDrawn = drawn;
    const channel = ({ id, name }) => this.#link(id, name, '#', unread.get(id) ?? 0);
    const shown = mine.slice(0, CHANNELS_SHOWN_MAX).map(channel);
    if (mine.length > shown.length) {
      shown.push(element('li', { className: 'slack-side-note', text: `and ${mine.length - shown.length} more` }));
    }
    byId('slack-channels').replaceChildren(...shown);
    byId('slack-others').hidden = others.length === 0;
    byId('slack-others-list').replaceChildren(...others.slice(0, CHANNELS_SHOWN_MAX).map(channel));
    const direct = this.#state.directMessages;
    const isApp = this.#place === HOME || this.#place === direct;
    const app = this.#link(isApp ? this.#place : direct, 'PD Lite', '', unread.get(direct) ?? 0, 'pd-lite');
    byId('slack-apps').replaceChildren(app);
    byId('slack-me').replaceChildren(avatar(this.#state.userOf(this.#state.user)));
    const current = document.querySelector('#slack-channels [aria-current]');
    if (current) showIn(byId('slack-nav'), current);
  }

  #link(place, name, mark, unread, testName = name) {
    const made = element(
      'button',
      {
        className: `slack-place${unread > 0 ? ' is-unread' : ''}`,
        type: 'button',
        'data-testid': `slack-channel-${testName}`,
        title: name,
        ...(place === this.#place ? { 'aria-current': 'page' } : {}),
        ...(unread > 0 ? { 'aria-label': `${name}, ${unread} unread` } : {}),
      },
      [
        ...(mark ? [element('span', { className: 'slack-mark', 'aria-hidden': 'true', text: mark })] : [appMark()]),
        element('span', { className: 'slack-name', text: name }),
        ...(unread > 0
          ? [element('span', { className: 'slack-count', 'aria-hidden': 'true', text: String(unread) })]
          : []),
      ],
    );
    made.addEventListener('click', () => this.#open(place === HOME ? this.#state.directMessages : place));
    return element('li', {}, [made]);
  }

  #drawHead() {
    const direct = this.#state.directMessages;
    const isApp = this.#place === HOME || this.#place === direct;
    const channel = this.#state.channel(this.#place);
    const name = isApp ? 'PD Lite' : `#${channel?.name ?? ''}`;
    byId('slack-place').textContent = name;
    byId('slack-topic').textContent = isApp ? 'App' : (channel?.topic ?? '');
    byId('slack-members').textContent = isApp ? '' : membersOf(channel, this.#state);
    byId('slack-tabs').hidden = !isApp;
    byId('slack-tab-home').setAttribute('aria-selected', String(this.#place === HOME));
    byId('slack-tab-messages').setAttribute('aria-selected', String(this.#place === direct));
    this.#composer.place = name;
  }

  #drawPin() {
    const pin = byId('slack-pin');
    const message = this.#state.pinned(this.#place);
    pin.hidden = !message;
    const drawn = message ? `${message.id} ${message.editedTs}` : '';
    if (!message || pin.dataset.drawn === drawn) return;
    pin.dataset.drawn = drawn;
    const body = byId('slack-pin-body');
    const made = messageBody(message, this.#context);
    keepFocus(body, made, () => body.replaceChildren(made));
  }

  #open(place) {
    if (place !== HOME && place !== this.#state.directMessages && !this.#state.channel(place)) return;
    this.#place = place;
    byId('slack-pin').dataset.drawn = '';
    this.#redrawPlace();
    this.#redraw();
    if (place === HOME) this.#act('home', {});
  }

  #become(user) {
    this.#state.user = user;
    const isDirect = this.#place.startsWith('D');
    this.#open(isDirect ? this.#state.directMessages : this.#place);
  }

  /** Somebody presses a button or chooses in a menu. */
  async #use(target, { element: item, blockId, value, control }) {
    // A button that is disabled would lose the focus; one that is busy keeps it, and does nothing.
    if (control.classList.contains('is-busy')) return;
    if (item.confirm && !(await confirmed(item.confirm))) return;
    control.classList.add('is-busy');
    control.setAttribute('aria-disabled', 'true');
    await this.#act('click', {
      ...target,
      actionId: item.action_id,
      blockId,
      ...(value === undefined ? {} : { value }),
    });
    control.classList.remove('is-busy');
    control.removeAttribute('aria-disabled');
  }

  async #say(text) {
    const command = commandIn(text);
    // A person's own id stands for their messages with the app, which the first one opens.
    const channel = this.#place === this.#state.directMessages ? this.#state.user : this.#place;
    return this.#act(command ? 'command' : 'message', command ? { ...command, channel } : { text, channel });
  }

  /** @returns whether it was done */
  async #act(name, body) {
    try {
      const { trouble, ephemeral } = await post(`/sandbox/slack/${name}`, { ...body, user: this.#state.user });
      if (trouble && !ephemeral) toast(trouble);
      return true;
    } catch (error) {
      toast(error.message);
      return false;
    }
  }
}

/** Draws something anew; whoever was at a button is at the same button of the new one. */
const keepFocus = (before, made, replace) => {
  const action = before.contains(document.activeElement) ? document.activeElement.dataset.actionId : undefined;
  replace();
  if (action) made.querySelector(`[data-action-id="${CSS.escape(action)}"]`)?.focus({ preventScroll: true });
};

/** Whether a message goes on what the same person has just said. */
const goesOn = (before, message) =>
  before !== undefined &&
  !before.subtype &&
  !message.subtype &&
  before.user === message.user &&
  before.visibleTo === message.visibleTo &&
  Date.parse(message.at) - Date.parse(before.at) < COMPACT_WITHIN_MS;

/** Brings it into sight in a row or a column that scrolls, and leaves the page where it is. */
const showIn = (list, item) => {
  const [around, inside] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inside.right > around.right) list.scrollLeft += inside.right - around.right;
  if (inside.left < around.left) list.scrollLeft -= around.left - inside.left;
  if (inside.bottom > around.bottom) list.scrollTop += inside.bottom - around.bottom;
  if (inside.top < around.top) list.scrollTop -= around.top - inside.top;
};

const appMark = () => element('span', { className: 'slack-avatar is-app is-small', 'aria-hidden': 'true', text: 'P' });

const membersOf = (channel, state) => {
  const people = state.people.filter(({ id }) => channel?.members.includes(id));
  return people.map(({ name }) => name.split(' ')[0]).join(', ');
};
