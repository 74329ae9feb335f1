const MESSAGES_KEPT_MAX = 3000;
const APP = 'U0PDLITE';

/** The workspace as the page knows it: a snapshot, then each change. */
export class SlackState {
  user = 'U0ADA';
  people = [];
  #users = new Map();
  #channels = new Map();
  #groups = new Map();
  #messages = new Map();
  #views = new Map();
  #homes = new Map();
  /** What each person has read of each channel: the timestamp of the last message. */
  #read = new Map();
  #isNew = true;

  /** Takes over all there is. What was there when the page was opened counts as read. */
  load(snapshot) {
    const byIds = (items) => new Map(items.map((item) => [item.id, item]));
    this.people = snapshot.people;
    this.#users = byIds(snapshot.users);
    this.#channels = byIds(snapshot.channels);
    this.#groups = byIds(snapshot.groups);
    this.#messages = byIds(snapshot.messages);
    this.#views = byIds(snapshot.views);
    this.#homes = byIds(snapshot.homes);
    if (!this.#isNew) return;
    this.#isNew = false;
    for (const { id } of this.people) for (const channel of this.#channels.keys()) this.read(channel, id);
  }

  /** Takes over one change. */
  take({ shelf, item }) {
    const shelves = {
      channels: this.#channels,
      groups: this.#groups,
      messages: this.#messages,
      views: this.#views,
      homes: this.#homes,
    };
    const known = shelves[shelf];
    if (!known) return;
    if (item.isDeleted || (shelf === 'views' && item.isClosed)) known.delete(item.id);
    else known.set(item.id, item);
    if (this.#messages.size > MESSAGES_KEPT_MAX) this.#messages.delete(this.#messages.keys().next().value);
  }

  userOf(id) {
    return this.#users.get(id);
  }

  channel(id) {
    return this.#channels.get(id);
  }

  group(id) {
    return this.#groups.get(id);
  }

  message(id) {
    return this.#messages.get(id);
  }

  /** The person's direct messages with the app, whether there are any yet or not. */
  get directMessages() {
    return `D${this.user.slice(1)}`;
  }

  get home() {
    return this.#homes.get(`VHOME${this.user}`);
  }

  /** The modal that the person has in front of them. */
  get view() {
    return [...this.#views.values()].filter(({ user }) => user === this.user).at(-1);
  }

  /** The person's channels: those of the workspace, then the app's, the newest first; and the others. */
  channels() {
    const open = [...this.#channels.values()].filter(({ personId, isArchived }) => personId === null && !isArchived);
    const mine = open.filter(({ members }) => members.includes(this.user));
    const own = mine.filter(({ creator }) => creator === APP).reverse();
    return {
      mine: [...mine.filter(({ creator }) => creator !== APP), ...own],
      others: open.filter(({ members }) => !members.includes(this.user)).reverse(),
    };
  }

  /** What the person sees in a channel, the oldest first. */
  messagesIn(channelId) {
    const seen = [...this.#messages.values()].filter(
      ({ channel, visibleTo }) => channel === channelId && (visibleTo === null || visibleTo === this.user),
    );
    return seen.sort((one, other) => Number(one.ts) - Number(other.ts));
  }

  /** The message on top of a channel: the one that was pinned last. */
  pinned(channelId) {
    const pins = this.#channels.get(channelId)?.pins ?? [];
    return pins.map(({ ts }) => this.#messages.get(`${channelId}-${ts}`)).find(Boolean);
  }

  /** The person, or another one, has read a channel to its end. */
  read(channelId, user = this.user) {
    const last = [...this.#messages.values()].findLast(({ channel }) => channel === channelId);
    this.#read.set(`${user} ${channelId}`, Number(last?.ts ?? 0));
  }

  /** How many messages wait for the person in each channel. */
  unread() {
    const counts = new Map();
    for (const { channel, ts, visibleTo, subtype, user } of this.#messages.values()) {
      if (subtype || user === this.user || (visibleTo !== null && visibleTo !== this.user)) continue;
      if (Number(ts) > (this.#read.get(`${this.user} ${channel}`) ?? 0)) {
        counts.set(channel, (counts.get(channel) ?? 0) + 1);
      }
    }
    return counts;
  }
}
