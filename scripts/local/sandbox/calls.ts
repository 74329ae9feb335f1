import { Bounded } from './bounded.ts';
import {
  type Call,
  type CallStatus,
  callBody,
  callMessage,
  callView,
  durationSeconds,
  hasEnded,
  isWaiting,
} from './call.ts';
import { follow, type Line, pressDigits, speakDocument } from './conversation.ts';
import { MESSAGES_KEPT_MAX } from './inbox.ts';
import { rfc2822 } from './rfc2822.ts';
import { newSid } from './texts.ts';
import { after, afterThat, atOnce, fateNow, type World } from './world.ts';

const INITIATED_AFTER_MS = 500;
const RINGING_AFTER_MS = 1_000;

export type CallOrder = Pick<
  Call,
  'to' | 'url' | 'method' | 'twiml' | 'statusCallback' | 'statusEvents' | 'timeoutSeconds' | 'detectsMachines'
>;

/** The names by which callbacks are ordered, and the statuses that each stands for. */
const EVENT_OF: Readonly<Record<CallStatus, string>> = {
  queued: '',
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'completed',
  busy: 'completed',
  'no-answer': 'completed',
  failed: 'completed',
  canceled: 'completed',
};

/** Twilio's calls: they ring by the clock, somebody answers or nobody, and the product's TwiML is spoken. */
export class Calls {
  readonly #world: World;
  readonly #calls = new Bounded<Call>(MESSAGES_KEPT_MAX);
  readonly #line: Line;

  constructor(world: World) {
    this.#world = world;
    this.#line = {
      fetch: (call, url, method, digits) => world.webhooks.call(url, voiceParameters(world, call, digits), method),
      changed: (call) => this.#show(call),
      hangUp: (call) => this.end(call, 'completed'),
      afterMs: (delayMs, work) => after(world, delayMs, work),
      warn: (code, text) => this.#warn(code, text),
    };
  }

  find(sid: string): Call | undefined {
    return this.#calls.get(sid);
  }

  all(): Call[] {
    return this.#calls.all();
  }

  /** Takes over a call that an earlier process accepted. */
  restore(call: Call): void {
    this.#calls.add(call);
    this.#world.inbox.add(callMessage(call));
  }

  /** Goes on with what an earlier process left: phones ring on, and where somebody was talking the line has dropped. */
  resume(): void {
    for (const call of this.#calls.all()) {
      if (call.status === 'in-progress') atOnce(this.#world, () => this.end(call, 'completed'));
      else if (call.isUntold) atOnce(this.#world, () => this.#tell(call, call.callbacksSent - 1));
      else if (isWaiting(call)) this.#ring(call);
    }
  }

  /** Accepts a call. How it fares is settled now, by the outage of this moment. */
  start(order: CallOrder): Call {
    const at = this.#world.clock.now();
    const from = this.#world.twilio.from;
    const state = { status: 'queued' as const, said: [], speechMs: 0, callbacksSent: 0, documentsRead: 0 };
    const fate = fateNow(this.#world);
    const call: Call = { ...order, ...state, id: newSid('CA'), from, fate, createdAt: at, updatedAt: at };
    this.#remember(call);
    this.#calls.add(call);
    this.#world.inbox.add(callMessage(call));
    this.#ring(call);
    return call;
  }

  /** What still lies ahead of a call, unless somebody picks up. */
  #ring(call: Call): void {
    if (call.fate === 'silence') return;
    const steps: readonly (readonly [CallStatus, number])[] = [
      ['initiated', INITIATED_AFTER_MS],
      [call.fate === 'fails' ? 'failed' : 'ringing', RINGING_AFTER_MS],
      ['no-answer', call.timeoutSeconds * 1000],
    ];
    const past = steps.findIndex(([status]) => status === call.status);
    for (const [status, delayMs] of steps.slice(past + 1)) {
      afterThat(this.#world, call.createdAt, delayMs, async () => {
        if (isWaiting(call)) await this.#move(call, status);
      });
    }
  }

  /**
   * Somebody, or a voicemail, picks up: the product says what it has to say.
   * Resolves when it listens, or when the call has ended. @returns false when it cannot be answered any more.
   */
  async answer(call: Call, by: 'human' | 'machine_start'): Promise<boolean> {
    if (!isWaiting(call)) return false;
    if (call.detectsMachines) call.answeredBy = by;
    call.answeredAt = this.#world.clock.now();
    const told = this.#move(call, 'in-progress');
    if (call.twiml === undefined) await follow(this.#line, call, call.url, call.method);
    else await speakDocument(this.#line, call, call.twiml, call.url);
    await told;
    return true;
  }

  /** Presses digits. @returns false when the call does not listen. */
  press(call: Call, digits: string): Promise<boolean> {
    return pressDigits(this.#line, call, digits);
  }

  /** Ends a call, once. */
  async end(call: Call, status: CallStatus): Promise<void> {
    if (hasEnded(call)) return;
    call.listening = undefined;
    await this.#move(call, status);
  }

  async #move(call: Call, status: CallStatus): Promise<void> {
    call.status = status;
    call.updatedAt = this.#world.clock.now();
    call.startedAt ??= call.updatedAt;
    if (hasEnded(call)) call.endedAt = call.updatedAt;
    const isWanted = call.statusCallback !== undefined && call.statusEvents.includes(EVENT_OF[status]);
    const sequence = call.callbacksSent;
    if (isWanted) call.callbacksSent += 1;
    if (isWanted && hasEnded(call)) call.isUntold = true;
    this.#show(call);
    if (isWanted) await this.#tell(call, sequence);
  }

  async #tell(call: Call, sequence: number): Promise<void> {
    const { status, statusCallback = '' } = call;
    const answer = await this.#world.webhooks.call(statusCallback, statusParameters(this.#world, call, sequence));
    if (answer.status < 200 || answer.status > 299) {
      this.#warn(11200, `The call status callback answered ${answer.status || 'nothing'}`);
    }
    if (!call.isUntold || call.status !== status) return;
    call.isUntold = false;
    this.#remember(call);
  }

  #remember(call: Call): void {
    this.#world.journal.write({ kind: 'call', data: call });
  }

  #show(call: Call): void {
    this.#remember(call);
    this.#world.inbox.update(call.id, { status: call.status, body: callBody(call) });
    this.#world.feed.publish({ type: 'call', data: callView(call) });
  }

  #warn(code: number, text: string): void {
    this.#world.feed.publish({ type: 'warning', data: { code, text, at: this.#world.clock.now() } });
  }
}

const commonParameters = (world: World, call: Call): Record<string, string> => ({
  AccountSid: world.twilio.accountSid,
  ApiVersion: '2010-04-01',
  CallSid: call.id,
  CallStatus: call.status,
  Called: call.to,
  Caller: call.from,
  Direction: 'outbound-api',
  From: call.from,
  To: call.to,
  ...(call.answeredBy ? { AnsweredBy: call.answeredBy } : {}),
});

const voiceParameters = (world: World, call: Call, digits?: string): Record<string, string> => ({
  ...commonParameters(world, call),
  ...(digits === undefined ? {} : { Digits: digits, FinishedOnKey: '', msg: 'Gather End' }),
});

const statusParameters = (world: World, call: Call, sequence: number): Record<string, string> => ({
  ...commonParameters(world, call),
  CallbackSource: 'call-progress-events',
  SequenceNumber: String(sequence),
  Timestamp: rfc2822(call.updatedAt),
  ...(call.status === 'completed' ? { CallDuration: String(durationSeconds(call)), Duration: '1' } : {}),
});
