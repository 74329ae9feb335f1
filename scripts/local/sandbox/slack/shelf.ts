import { Bounded } from '../bounded.ts';
import type { Channel, Message, PendingEvent, ResponseUrl, UserGroup, View } from './model.ts';

/** What a workspace remembers, by the shelf that it is on. */
export interface Things {
  readonly channels: Channel;
  readonly groups: UserGroup;
  readonly homes: View;
  readonly messages: Message;
  readonly views: View;
  readonly responses: ResponseUrl;
  readonly events: PendingEvent;
}
export type ShelfName = keyof Things;

/** One thing of the workspace as it is now, for the journal and for the pages that watch. */
export interface SlackRecord {
  /** The shelf and the thing's own id: what the journal knows it by. */
  readonly id: string;
  readonly shelf: ShelfName;
  readonly item: Things[ShelfName];
}

/** How many of each there are at most; then the oldest is forgotten. */
const LIMITS: Readonly<Record<ShelfName, number>> = {
  channels: 5_000,
  groups: 500,
  homes: 100,
  messages: 20_000,
  views: 1_000,
  responses: 2_000,
  events: 1_000,
};

/** Things of one kind, the newest so many. Each change is remembered before anybody hears of it. */
export class Shelf<Name extends ShelfName> {
  readonly #items: Bounded<Things[Name]>;
  readonly #name: Name;
  readonly #remember: (record: SlackRecord) => void;

  constructor(name: Name, remember: (record: SlackRecord) => void) {
    this.#name = name;
    this.#items = new Bounded(LIMITS[name]);
    this.#remember = remember;
  }

  /** Adds a thing, or what has changed of it. @returns it */
  put(item: Things[Name]): Things[Name] {
    this.#remember({ id: `${this.#name}/${item.id}`, shelf: this.#name, item });
    this.#items.add(item);
    return item;
  }

  /** Takes over a thing that is remembered already. */
  restore(item: Things[Name]): void {
    this.#items.add(item);
  }

  get(id: string): Things[Name] | undefined {
    return this.#items.get(id);
  }

  all(): Things[Name][] {
    return this.#items.all();
  }
}
