import type { Journal } from './journal.ts';

/** Whether a number wants no more messages. */
export interface OptOut {
  /** The number. */
  readonly id: string;
  readonly isOut: boolean;
}

const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE']);
const START = new Set(['START', 'YES', 'UNSTOP']);
const HELP = new Set(['HELP', 'INFO']);

const STOPPED =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const STARTED =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const HELPED = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

/** The numbers that asked the carrier for no more messages; it answers the keywords itself, as Twilio does by default. */
export class OptOuts {
  readonly #numbers = new Set<string>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Takes over what is remembered of a number. */
  restore({ id, isOut }: OptOut): void {
    if (isOut) this.#numbers.add(id);
  }

  has(number: string): boolean {
    return this.#numbers.has(number);
  }

  /** Takes note of a keyword. @returns what the carrier itself answers; undefined when the text is no keyword. */
  hear(number: string, body: string): string | undefined {
    const word = body.trim().toUpperCase();
    if (STOP.has(word)) {
      this.#set(number, true);
      return STOPPED;
    }
    if (START.has(word) && this.#numbers.has(number)) {
      this.#set(number, false);
      return STARTED;
    }
    return HELP.has(word) ? HELPED : undefined;
  }

  #set(number: string, isOut: boolean): void {
    this.#journal.write({ kind: 'opt-out', data: { id: number, isOut } });
    if (isOut) this.#numbers.add(number);
    else this.#numbers.delete(number);
  }
}
