import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Record<string, unknown>;
  readonly sentMs: number;
  /** Product time from which it can be received (again). */
  visibleMs: number;
  receiveCount: number;
  firstReceivedMs?: number;
  receipt?: string;
  /** What its last receiver failed with. */
  lastFailure?: string;
}

export interface Receiving {
  readonly nowMs: number;
  /** For how long nobody else is given what is received now. */
  readonly visibilityMs: number;
  readonly wanted: number;
  /** Messages that are not to be received now. */
  readonly except?: ReadonlySet<string>;
}

/** The log is written anew when it has this many lines more than there are messages. */
const STALE_LINES_MAX = 10_000;

/**
 * The messages of one queue, in the order they were sent. On disk they are a file of JSON lines that is only appended
 * to: the line of a message is its latest state, and `{"id","gone":true}` ends it. A killed process loses nothing but
 * a line it was in the middle of.
 */
export class QueueStore {
  readonly #path: string | null;
  readonly #messages = new Map<string, StoredMessage>();
  #lines = 0;

  /** @param path the file, or null to keep the messages in memory only */
  constructor(path: string | null) {
    this.#path = path;
    if (path === null) return;
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) this.#replay(readFileSync(path, 'utf8'));
    this.#compact();
  }

  messages(): IterableIterator<StoredMessage> {
    return this.#messages.values();
  }

  /** Up to so many messages that can be received now, the first sent first. */
  receive({ nowMs, visibilityMs, wanted, except }: Receiving): StoredMessage[] {
    const received: StoredMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length >= wanted) break;
      if (message.visibleMs <= nowMs && !except?.has(message.id)) received.push(message);
    }
    for (const message of received) {
      message.visibleMs = nowMs + visibilityMs;
      message.receiveCount += 1;
      message.firstReceivedMs ??= nowMs;
      message.receipt = `${message.id}.${message.receiveCount}`;
      this.put(message);
    }
    return received;
  }

  has(id: string): boolean {
    return this.#messages.has(id);
  }

  byReceipt(receipt: string): StoredMessage | undefined {
    return this.#messages.get(receipt.split('.')[0] ?? '');
  }

  /** Adds a message, or records its new state. */
  put(message: StoredMessage): void {
    this.#messages.set(message.id, message);
    this.#append(message);
  }

  remove(id: string): void {
    if (this.#messages.delete(id)) this.#append({ id, gone: true });
  }

  #append(line: object): void {
    if (this.#path === null) return;
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    this.#lines += 1;
    if (this.#lines > this.#messages.size + STALE_LINES_MAX) this.#compact();
  }

  #replay(text: string): void {
    for (const line of text.split('\n')) {
      try {
        const entry = JSON.parse(line) as StoredMessage & { gone?: true };
        if (entry.gone) this.#messages.delete(entry.id);
        else this.#messages.set(entry.id, entry);
      } catch {
        // The empty end of the file, or a line that a killed process did not finish: its sender had no answer.
      }
    }
  }

  #compact(): void {
    if (this.#path === null) return;
    const text = [...this.#messages.values()].map((message) => `${JSON.stringify(message)}\n`).join('');
    writeFileSync(`${this.#path}.new`, text);
    renameSync(`${this.#path}.new`, this.#path);
    this.#lines = this.#messages.size;
  }
}
