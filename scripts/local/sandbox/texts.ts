import { randomBytes } from 'node:crypto';
import type { Instant } from '../../../shared/lib/instant.ts';
import { Bounded } from './bounded.ts';
import { MESSAGES_KEPT_MAX, type SandboxMessage } from './inbox.ts';
import { type OptOut, OptOuts } from './opt-outs.ts';
import { parseTwiml, type Verb } from './twiml.ts';
import type { WebhookAnswer } from './webhooks.ts';
import { afterThat, atOnce, type Fate, fateNow, type World } from './world.ts';

const SENT_AFTER_MS = 1_000;
const RECEIPT_AFTER_MS = 2_000;
/** Twilio's error for a phone that is switched off or out of reach: https://www.twilio.com/docs/errors/30003. */
const UNREACHABLE = 30003;

export type TextStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received';

/** A text message as the carrier's record of it. */
export interface Text {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  readonly statusCallback?: string;
  readonly createdAt: Instant;
  readonly fate: Fate;
  status: TextStatus;
  updatedAt: Instant;
  sentAt?: Instant;
  errorCode?: number;
  /** The product has not answered the callback of the last status yet. */
  isUntold?: boolean;
}

export interface TextOrder {
  readonly to: string;
  readonly body: string;
  readonly statusCallback?: string;
}

/** What came of a person's message: the product's reply (empty when it said nothing), or the status of a webhook that failed. */
export type ReplyOutcome =
  | { readonly ok: true; readonly reply: string }
  | { readonly ok: false; readonly status: number };

export const newSid = (prefix: 'SM' | 'CA'): string => prefix + randomBytes(16).toString('hex');

/** Twilio's text messages: what is sent moves on by the clock and calls back; what a person writes goes to the product. */
export class Texts {
  readonly #world: World;
  readonly #texts = new Bounded<Text>(MESSAGES_KEPT_MAX);
  readonly #optOuts: OptOuts;

  constructor(world: World) {
    this.#world = world;
    this.#optOuts = new OptOuts(world.journal);
  }

  /** Takes over a message that an earlier process accepted. */
  restore(text: Text): void {
    this.#texts.add(text);
    const { id, from, body, createdAt: at } = text;
    if (text.direction === 'inbound') this.#world.feed.publish({ type: 'reply', data: { id, from, body, at } });
    else this.#world.inbox.add(textMessage(text));
  }

  restoreOptOut(optOut: OptOut): void {
    this.#optOuts.restore(optOut);
  }

  /** Goes on with what an earlier process left undone: the receipts that it owed. */
  resume(): void {
    for (const text of this.#texts.all()) {
      if (text.direction !== 'outbound-api') continue;
      if (text.isUntold) atOnce(this.#world, () => this.#tell(text));
      else this.#schedule(text);
    }
  }

  find(sid: string): Text | undefined {
    return this.#texts.get(sid);
  }

  all(): Text[] {
    return this.#texts.all();
  }

  hasOptedOut(number: string): boolean {
    return this.#optOuts.has(number);
  }

  /** Accepts a message. How it fares is settled now, by the outage of this moment. */
  send(order: TextOrder): Text {
    const { from } = this.#world.twilio;
    const fate = fateNow(this.#world);
    const text = this.#record({ ...order, from, direction: 'outbound-api', fate, status: 'queued' });
    this.#schedule(text);
    return text;
  }

  /** What still lies ahead of a message. */
  #schedule(text: Text): void {
    const { createdAt, fate, status } = text;
    if (fate === 'silence' || isFinal(status)) return;
    if (status === 'queued') afterThat(this.#world, createdAt, SENT_AFTER_MS, () => this.#move(text, 'sent'));
    afterThat(this.#world, createdAt, RECEIPT_AFTER_MS, () =>
      fate === 'fails' ? this.#move(text, 'undelivered', UNREACHABLE) : this.#move(text, 'delivered'),
    );
  }

  /** A person writes from the phone. Resolves when the product's webhook has answered and its reply is on the phone. */
  async receive(from: string, body: string): Promise<ReplyOutcome> {
    const to = this.#world.twilio.from;
    const text = this.#record({ to, from, body, direction: 'inbound', fate: 'arrives', status: 'received' });
    this.#world.feed.publish({ type: 'reply', data: { id: text.id, from, body, at: text.createdAt } });
    const carrierAnswer = this.#optOuts.hear(from, body);
    const answer = await this.#world.webhooks.call(
      `${this.#world.publicUrl()}/v1/twilio/sms`,
      inboundParameters(this.#world, text),
    );
    // The carrier answers its own keywords; what the product says to an opted-out phone is not sent.
    const replies = carrierAnswer === undefined ? this.#repliesIn(answer) : [carrierAnswer];
    if (!replies) return { ok: false, status: answer.status };
    if (carrierAnswer === undefined && this.#optOuts.has(from)) return { ok: true, reply: '' };
    for (const reply of replies) this.#deliverReply(from, reply);
    return { ok: true, reply: replies.join('\n') };
  }

  #deliverReply(to: string, body: string): void {
    const from = this.#world.twilio.from;
    const at = this.#world.clock.now();
    this.#record({ to, from, body, direction: 'outbound-reply', fate: 'arrives', status: 'delivered', sentAt: at });
  }

  #repliesIn(answer: WebhookAnswer): string[] | undefined {
    if (answer.status < 200 || answer.status > 299) {
      this.#warn(11200, `The SMS webhook answered ${answer.status || 'nothing'}`);
      return undefined;
    }
    if (answer.contentType.startsWith('text/plain')) return answer.body ? [answer.body] : [];
    if (!answer.body.trim()) return [];
    try {
      return parseTwiml(answer.body)
        .filter((verb) => verb.name === 'Message')
        .map(messageBody);
    } catch {
      this.#warn(12100, 'The SMS webhook answered with a document that is not TwiML');
      return undefined;
    }
  }

  #record(given: Omit<Text, 'id' | 'createdAt' | 'updatedAt'>): Text {
    const at = this.#world.clock.now();
    const text: Text = { ...given, id: newSid('SM'), createdAt: at, updatedAt: at };
    this.#remember(text);
    this.#texts.add(text);
    if (text.direction !== 'inbound') this.#world.inbox.add(textMessage(text));
    return text;
  }

  async #move(text: Text, status: TextStatus, errorCode?: number): Promise<void> {
    text.status = status;
    text.updatedAt = this.#world.clock.now();
    if (status === 'sent') text.sentAt = text.updatedAt;
    if (errorCode !== undefined) text.errorCode = errorCode;
    if (text.statusCallback && isFinal(status)) text.isUntold = true;
    this.#remember(text);
    this.#world.inbox.update(text.id, { status });
    await this.#tell(text);
  }

  async #tell(text: Text): Promise<void> {
    if (!text.statusCallback) return;
    const { status } = text;
    const answer = await this.#world.webhooks.call(text.statusCallback, statusParameters(this.#world, text));
    if (answer.status < 200 || answer.status > 299) {
      this.#warn(11200, `The SMS status callback answered ${answer.status || 'nothing'}`);
    }
    if (!text.isUntold || text.status !== status) return;
    text.isUntold = false;
    this.#remember(text);
  }

  #remember(text: Text): void {
    this.#world.journal.write({ kind: 'text', data: text });
  }

  #warn(code: number, text: string): void {
    this.#world.feed.publish({ type: 'warning', data: { code, text, at: this.#world.clock.now() } });
  }
}

const isFinal = (status: TextStatus): boolean => status !== 'queued' && status !== 'sent';

const textMessage = ({ id, to, body, createdAt: at, status }: Text): SandboxMessage => ({
  id,
  kind: 'sms',
  provider: 'twilio',
  to,
  body,
  at,
  status,
});

const messageBody = (message: Verb): string =>
  message.children.find((child) => child.name === 'Body')?.text ?? message.text;

const statusParameters = (world: World, text: Text): Record<string, string> => ({
  AccountSid: world.twilio.accountSid,
  ApiVersion: '2010-04-01',
  From: text.from,
  MessageSid: text.id,
  MessageStatus: text.status,
  SmsSid: text.id,
  SmsStatus: text.status,
  To: text.to,
  ...(text.errorCode === undefined ? {} : { ErrorCode: String(text.errorCode) }),
});

const inboundParameters = (world: World, text: Text): Record<string, string> => ({
  AccountSid: world.twilio.accountSid,
  ApiVersion: '2010-04-01',
  Body: text.body,
  From: text.from,
  FromCity: '',
  FromCountry: 'US',
  FromState: '',
  FromZip: '',
  MessageSid: text.id,
  NumMedia: '0',
  NumSegments: String(segments(text.body)),
  SmsMessageSid: text.id,
  SmsSid: text.id,
  SmsStatus: 'received',
  To: text.to,
  ToCity: '',
  ToCountry: 'US',
  ToState: '',
  ToZip: '',
});

/** How many parts a text is sent in: 160 characters fit in one of plain text, 70 in one with other letters, fewer when joined. */
export const segments = (body: string): number => {
  const isPlain = /^[\n\r !-_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà{}\\[\]~^|€]*$/.test(body);
  const [whole, joined] = isPlain ? [160, 153] : [70, 67];
  return body.length <= whole ? 1 : Math.ceil(body.length / joined);
};
