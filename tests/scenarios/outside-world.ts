import { expect } from 'vitest';
import type { Person } from './people.ts';

/** One thing that a phone received, as `GET /sandbox/messages` shows it. */
export interface Message {
  readonly id: string;
  readonly kind: 'sms' | 'call' | 'slack' | 'email' | 'webhook';
  readonly provider: 'twilio' | 'sns' | 'slack' | 'ses' | 'webhook';
  readonly to: string;
  readonly body: string;
  readonly at: string;
  readonly status: string;
  /** A Slack message's. */
  readonly blocks?: readonly unknown[];
}

export interface Expected {
  /** Twilio, unless it says otherwise. */
  readonly through?: Message['provider'];
  /** When it was received: this moment, unless it says otherwise. Seconds before now, at most. */
  readonly withinSeconds?: number;
}

const told = ({ kind, provider, to, at, body, status }: Message): string =>
  `${at} ${kind} through ${provider} to ${to} (${status}): ${body}`;

/** What the phones received, and what of it a scenario has expected. Whatever was not expected is a failure. */
export class OutsideWorld {
  readonly #read: () => Promise<readonly Message[]>;
  readonly #now: () => Promise<number>;
  #expected = new Set<string>();

  constructor(read: () => Promise<readonly Message[]>, now: () => Promise<number>) {
    this.#read = read;
    this.#now = now;
  }

  /** Takes note of one message that must be there, and gives it. */
  async expect(
    kind: Message['kind'],
    who: Person,
    text: RegExp | undefined,
    expected: Expected = {},
  ): Promise<Message> {
    const { through = 'twilio', withinSeconds = 0 } = expected;
    const waiting = await this.unexpected();
    const earliest = (await this.#now()) - withinSeconds * 1000;
    const found = waiting.find(
      (message) =>
        message.kind === kind &&
        message.to === who.phone &&
        message.provider === through &&
        (text?.test(message.body) ?? true) &&
        Date.parse(message.at) >= earliest,
    );
    if (!found) {
      const wanted = `${kind} through ${through} to ${who.name} ${text ?? ''}, not before ${new Date(earliest).toISOString()}`;
      expect.fail(`expected a ${wanted}\nand there is:\n${waiting.map(told).join('\n') || '(nothing)'}`);
    }
    this.#expected.add(found.id);
    return found;
  }

  /** Takes note of all that are like this, and gives them, oldest first: whoever asks says what they must be. */
  async take(isLike: (message: Message) => boolean): Promise<readonly Message[]> {
    const taken = (await this.unexpected()).filter(isLike);
    for (const { id } of taken) this.#expected.add(id);
    return taken;
  }

  /** Fails when anything has been received that no scenario expected. */
  async expectNothingElse(): Promise<void> {
    expect((await this.unexpected()).map(told), 'messages that nobody expected').toEqual([]);
  }

  async unexpected(): Promise<readonly Message[]> {
    return (await this.#read()).filter(({ id }) => !this.#expected.has(id));
  }

  /** Takes everything so far as seen: the next scenario begins. */
  async forget(): Promise<void> {
    this.#expected = new Set((await this.#read()).map(({ id }) => id));
  }
}
