import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Bounded } from './bounded.ts';
import type { Call } from './call.ts';
import { MESSAGES_KEPT_MAX, type SandboxMessage } from './inbox.ts';
import type { OptOut } from './opt-outs.ts';
import type { SlackRecord } from './slack/shelf.ts';
import type { Text } from './texts.ts';

/** One thing that the outside world remembers, as it is now. */
export type JournalEntry =
  | { readonly kind: 'text'; readonly data: Text }
  | { readonly kind: 'call'; readonly data: Call }
  | { readonly kind: 'message'; readonly data: SandboxMessage }
  | { readonly kind: 'opt-out'; readonly data: OptOut }
  | { readonly kind: 'slack-place' | 'slack-item'; readonly data: SlackRecord };

type Kept = JournalEntry & { readonly id: string };

/** The file is written anew when it has this many lines more than there are things to remember. */
const STALE_LINES_MAX = 60_000;
/** Numbers and messages of people, if pretended ones: for the owner's eyes. */
const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/**
 * The memory of the outside world: a phone does not forget a message because the product was killed. A file of JSON
 * lines that is only appended to, in order; the last line of a thing is its latest state. A line is with the operating
 * system before `write` returns, so what is answered afterwards is never forgotten. The newest 20,000 are kept: of texts
 * and calls, of what is said in Slack, and of what stands (who wants no texts, channels).
 */
export class Journal {
  readonly #path: string | null;
  readonly #things = new Bounded<Kept>(MESSAGES_KEPT_MAX);
  readonly #said = new Bounded<Kept>(MESSAGES_KEPT_MAX);
  readonly #standing = new Bounded<Kept>(MESSAGES_KEPT_MAX);
  #file: number | undefined;
  #lines = 0;

  /** @param directory where the file is kept, or null to forget everything with the process */
  constructor(directory: string | null) {
    this.#path = directory === null ? null : join(directory, 'journal.jsonl');
    if (directory === null || this.#path === null) return;
    mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
    if (existsSync(this.#path)) this.#replay(readFileSync(this.#path, 'utf8'));
    this.#compact(this.#path);
  }

  /** All that is remembered, in the order in which it began; each thing in its latest state. */
  entries(): JournalEntry[] {
    return [...this.#standing.all(), ...this.#things.all(), ...this.#said.all()];
  }

  /** Remembers a thing as it is now. @throws Error when the disk does not take it: then it must not be accepted. */
  write(entry: JournalEntry): void {
    if (this.#path === null || this.#file === undefined) return;
    writeSync(this.#file, lineOf(entry));
    this.#lines += 1;
    this.#keep(entry);
    if (this.#lines > this.#kept() + STALE_LINES_MAX) this.#compact(this.#path);
  }

  /** Nothing is written any more. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #keep(entry: JournalEntry): void {
    this.#shelf(entry.kind).add({ ...entry, id: entry.data.id });
  }

  #shelf(kind: JournalEntry['kind']): Bounded<Kept> {
    if (kind === 'opt-out' || kind === 'slack-place') return this.#standing;
    return kind === 'slack-item' ? this.#said : this.#things;
  }

  #kept(): number {
    return this.#things.size + this.#said.size + this.#standing.size;
  }

  #replay(text: string): void {
    for (const line of text.split('\n')) {
      try {
        const entry = JSON.parse(line) as JournalEntry;
        if (typeof entry.data.id === 'string') this.#keep(entry);
      } catch {
        // The empty end of the file, or a line that a killed process did not finish: nobody had an answer to it.
      }
    }
  }

  #compact(path: string): void {
    writeFileSync(`${path}.new`, this.entries().map(lineOf).join(''), { mode: PRIVATE_FILE });
    this.close();
    renameSync(`${path}.new`, path);
    this.#file = openSync(path, 'a', PRIVATE_FILE);
    this.#lines = this.#kept();
  }
}

const lineOf = ({ kind, data }: JournalEntry): string => `${JSON.stringify({ kind, data })}\n`;
