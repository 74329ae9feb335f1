import { fromEpochMs } from '../../../shared/lib/instant.ts';
import type { Activity } from '../activity.ts';
import type { LocalClock } from '../clock.ts';
import { type Manifest, triggersOf } from '../manifest.ts';
import { ACCOUNT } from '../names.ts';
import { md5, messageAttributes, type Queues, VISIBILITY_SECONDS } from './queue.ts';
import type { QueueStore, StoredMessage } from './queue-store.ts';

/** Batches of one queue that its function works on at the same time: the concurrency it is given in AWS. */
const BATCHES_AT_ONCE = 4;
/** A message that was received this often is put aside when it would be received again. */
const RECEIVES_MAX = 5;

export interface QueuePumpOptions {
  readonly manifest: Manifest;
  readonly region: string;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly queues: Queues;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
}

/** Where the messages of a queue end up that its function cannot deal with. */
export const deadQueueOf = (queue: string): string => `${queue}-dead`;

/** Lambda's event source for queues: hands what is sent to a queue to the function that has it for a trigger. */
export class QueuePump {
  readonly #consumers = new Map<string, Consumer>();

  constructor(options: QueuePumpOptions) {
    for (const { name, trigger } of triggersOf(options.manifest, 'queue')) {
      this.#consumers.set(trigger.queue, new Consumer(options, name, trigger));
    }
    options.queues.onChange((queue) => this.#consumers.get(queue)?.wake());
  }

  /** From here on messages are handed out, those first that waited from before a restart. */
  start(): void {
    for (const consumer of this.#consumers.values()) consumer.start();
  }

  /** Hands out nothing any more; what is being worked on goes on. */
  stop(): void {
    for (const consumer of this.#consumers.values()) consumer.stop();
  }
}

class Consumer {
  readonly #options: QueuePumpOptions;
  readonly #name: string;
  readonly #queue: string;
  readonly #batchSize: number;
  readonly #visibilityMs: number;
  readonly #messages: QueueStore;
  readonly #dead: QueueStore;
  /** On a fast clock a message's time may be over while its function still works: nobody else is given it then. */
  readonly #inFlight = new Set<string>();
  #batches = 0;
  #isWoken = false;
  #isOpen = false;
  #cancelTimer: () => void = () => {};

  constructor(options: QueuePumpOptions, name: string, trigger: { queue: string; batchSize: number }) {
    this.#options = options;
    this.#name = name;
    this.#queue = trigger.queue;
    this.#batchSize = trigger.batchSize;
    const timeoutSeconds = options.manifest.functions[name]?.timeoutSeconds ?? 0;
    this.#visibilityMs = Math.max(VISIBILITY_SECONDS, timeoutSeconds) * 1000;
    this.#messages = options.queues.store(trigger.queue);
    this.#dead = options.queues.store(deadQueueOf(trigger.queue));
  }

  start(): void {
    this.#isOpen = true;
    this.wake();
  }

  stop(): void {
    this.#isOpen = false;
    this.#cancelTimer();
  }

  /** Looks for messages a turn later: what is sent at the same moment is one batch, and its sender has its answer. */
  wake(): void {
    if (this.#isWoken || !this.#isOpen) return;
    this.#isWoken = true;
    const done = this.#options.activity.begin(`queue ${this.#queue}`);
    setImmediate(() => {
      this.#isWoken = false;
      try {
        this.#pump();
      } finally {
        done();
      }
    });
  }

  #pump(): void {
    this.#cancelTimer();
    while (this.#isOpen && this.#batches < BATCHES_AT_ONCE) {
      const batch = this.#next();
      if (batch.length === 0) break;
      void this.#run(batch);
    }
    if (this.#isOpen) this.#wakeWhenNextIsDue();
  }

  /** Messages for one call; none when there are none. Those that were received too often are put aside on the way. */
  #next(): StoredMessage[] {
    const nowMs = this.#options.clock.nowMs();
    for (;;) {
      const received = this.#messages.receive({
        nowMs,
        visibilityMs: this.#visibilityMs,
        wanted: this.#batchSize,
        except: this.#inFlight,
      });
      const batch = received.filter((message) => message.receiveCount <= RECEIVES_MAX);
      for (const message of received) if (message.receiveCount > RECEIVES_MAX) this.#bury(message, nowMs);
      if (batch.length > 0 || received.length === 0) return batch;
    }
  }

  #bury(message: StoredMessage, nowMs: number): void {
    const StringValue = message.lastFailure ?? 'the region was stopped while it was worked on';
    const attributes = { ...message.attributes, Reason: { DataType: 'String', StringValue } };
    this.#dead.put({ ...message, attributes, visibleMs: nowMs, receiveCount: 0 });
    this.#messages.remove(message.id);
    console.error(`${this.#name} failed ${RECEIVES_MAX} times: a message is in ${deadQueueOf(this.#queue)} now`);
  }

  async #run(batch: readonly StoredMessage[]): Promise<void> {
    this.#batches += 1;
    for (const { id } of batch) this.#inFlight.add(id);
    const failures = await this.#failures(batch);
    for (const message of batch) {
      this.#inFlight.delete(message.id);
      const failure = failures.get(message.id);
      if (failure === undefined) this.#messages.remove(message.id);
      else if (this.#messages.has(message.id)) this.#messages.put(Object.assign(message, { lastFailure: failure }));
    }
    this.#batches -= 1;
    this.wake();
  }

  /** What became of a batch: why each message failed that did. No answer, or one that Lambda cannot read, is all of it. */
  async #failures(batch: readonly StoredMessage[]): Promise<ReadonlyMap<string, string>> {
    const all = (why: string) => new Map(batch.map(({ id }) => [id, why]));
    try {
      const answer = await this.#options.invoke(this.#name, { Records: batch.map((message) => this.#record(message)) });
      const failed = failedIds(answer);
      if (!failed?.every((id) => batch.some((message) => message.id === id))) return all('UnreadableAnswer');
      return new Map(failed.map((id) => [id, 'ReportedAsFailed']));
    } catch (error) {
      const name = error instanceof Error ? error.name : String(error);
      console.error(`${this.#name} failed on its queue: ${name}`);
      return all(name);
    }
  }

  #record(message: StoredMessage) {
    const { region } = this.#options;
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: messageAttributes(message),
      messageAttributes: message.attributes,
      md5OfBody: md5(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${region}:${ACCOUNT}:${this.#queue}`,
      awsRegion: region,
    };
  }

  #wakeWhenNextIsDue(): void {
    // A batch that ends wakes it too.
    if (this.#batches === BATCHES_AT_ONCE) return;
    let dueMs = Number.POSITIVE_INFINITY;
    for (const { id, visibleMs } of this.#messages.messages()) {
      if (visibleMs < dueMs && !this.#inFlight.has(id)) dueMs = visibleMs;
    }
    if (dueMs < Number.POSITIVE_INFINITY) {
      this.#cancelTimer = this.#options.clock.at(fromEpochMs(dueMs), () => this.wake());
    }
  }
}

/** Lambda's rules: nothing and an empty list say that all went well; undefined is an answer that cannot be read. */
const failedIds = (answer: unknown): string[] | undefined => {
  if (answer === undefined || answer === null) return [];
  const { batchItemFailures } = answer as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) return [];
  if (!Array.isArray(batchItemFailures)) return undefined;
  const ids = batchItemFailures.map((item: { itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  return ids.every((id) => typeof id === 'string' && id !== '') ? (ids as string[]) : undefined;
};
