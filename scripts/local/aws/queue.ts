import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LocalClock } from '../clock.ts';
import { ACCOUNT } from '../names.ts';
import type { Outages } from '../outages.ts';
import type { Route } from '../router.ts';
import { AwsError, jsonService } from './json-protocol.ts';
import { QueueStore, type StoredMessage } from './queue-store.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const BATCH_MAX = 10;
const DELAY_SECONDS_MAX = 900;
export const VISIBILITY_SECONDS = 30;

type Input = Record<string, unknown>;

interface Named {
  readonly name: string;
  readonly store: QueueStore;
}

export interface QueuesOptions {
  /** Where the queues are kept, or null for memory only. */
  readonly directory: string | null;
  readonly clock: LocalClock;
  readonly names: readonly string[];
  readonly outages?: Outages;
}

/** Where a queue is, under the region's address. */
export const queuePath = (name: string): string => `/_aws/sqs/${ACCOUNT}/${name}`;

/** SQS (JSON protocol) with standard queues. Visibility runs on the region's clock; a receive never waits. */
export class Queues {
  readonly #clock: LocalClock;
  readonly #outages: Outages | undefined;
  readonly #stores: ReadonlyMap<string, QueueStore>;
  readonly #listeners: ((name: string) => void)[] = [];

  constructor(options: QueuesOptions) {
    this.#clock = options.clock;
    this.#outages = options.outages;
    const path = (name: string) => (options.directory === null ? null : join(options.directory, `${name}.jsonl`));
    this.#stores = new Map(options.names.map((name) => [name, new QueueStore(path(name))]));
  }

  get route(): Route {
    return jsonService({
      path: '/_aws/sqs',
      targetPrefix: 'AmazonSQS',
      ...(this.#outages ? { outage: { provider: 'sqs', outages: this.#outages } as const } : {}),
      operations: {
        SendMessage: (input) => this.#send(this.#named(input), input),
        SendMessageBatch: (input) => this.#batch(input, (queue, entry) => this.#send(queue, entry)),
        ReceiveMessage: (input) => this.#receive(this.#named(input), input),
        DeleteMessage: (input) => this.#delete(this.#named(input), input),
        DeleteMessageBatch: (input) => this.#batch(input, (queue, entry) => this.#delete(queue, entry)),
        ChangeMessageVisibility: (input) => this.#changeVisibility(this.#named(input), input),
        GetQueueAttributes: (input) => this.#attributes(this.#named(input)),
      },
    });
  }

  /** The messages of a queue. @throws AwsError when there is no such queue. */
  store(name: string): QueueStore {
    const store = this.#stores.get(name);
    if (store) return store;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  /** Calls back with the queue's name when a message came, or can be received at another time than before. */
  onChange(listener: (name: string) => void): void {
    this.#listeners.push(listener);
  }

  #named(input: Input): Named {
    const name = String(input.QueueUrl ?? '').split('/');
    return { name: name.at(-1) ?? '', store: this.store(name.at(-1) ?? '') };
  }

  #changed(name: string): void {
    for (const listener of this.#listeners) listener(name);
  }

  #send({ name, store }: Named, input: Input): Record<string, unknown> {
    const body = input.MessageBody;
    if (typeof body !== 'string' || body === '') {
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    }
    if (Buffer.byteLength(body) > BODY_BYTES_MAX) {
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${BODY_BYTES_MAX} bytes.`,
      );
    }
    const delaySeconds = Number(input.DelaySeconds ?? 0);
    if (!(delaySeconds >= 0 && delaySeconds <= DELAY_SECONDS_MAX)) {
      throw new AwsError('InvalidParameterValue', `DelaySeconds must be from 0 to ${DELAY_SECONDS_MAX}.`);
    }
    const nowMs = this.#clock.nowMs();
    const message: StoredMessage = {
      id: randomUUID(),
      body,
      attributes: (input.MessageAttributes as Input | undefined) ?? {},
      sentMs: nowMs,
      visibleMs: nowMs + delaySeconds * 1000,
      receiveCount: 0,
    };
    store.put(message);
    this.#changed(name);
    return { MessageId: message.id, MD5OfMessageBody: md5(body) };
  }

  #batch(input: Input, one: (queue: Named, entry: Input) => Record<string, unknown>): unknown {
    const queue = this.#named(input);
    const entries = (input.Entries ?? []) as (Input & { Id: string })[];
    if (entries.length === 0)
      throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
    if (entries.length > BATCH_MAX)
      throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
    const Successful: unknown[] = [];
    const Failed: unknown[] = [];
    for (const entry of entries) {
      try {
        Successful.push({ Id: entry.Id, ...one(queue, entry) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.name, Message: error.message });
      }
    }
    return { Successful, Failed };
  }

  #receive({ store }: Named, input: Input): unknown {
    const nowMs = this.#clock.nowMs();
    const wanted = Math.min(Math.max(1, Number(input.MaxNumberOfMessages ?? 1)), BATCH_MAX);
    const visibilityMs = Number(input.VisibilityTimeout ?? VISIBILITY_SECONDS) * 1000;
    const received = store.receive({ nowMs, visibilityMs, wanted });
    return received.length === 0 ? {} : { Messages: received.map(view) };
  }

  #delete({ store }: Named, input: Input): Record<string, unknown> {
    const message = store.byReceipt(String(input.ReceiptHandle ?? ''));
    if (message) store.remove(message.id);
    return {};
  }

  #changeVisibility({ name, store }: Named, input: Input): Record<string, unknown> {
    const message = store.byReceipt(String(input.ReceiptHandle ?? ''));
    if (message) {
      message.visibleMs = this.#clock.nowMs() + Number(input.VisibilityTimeout ?? 0) * 1000;
      store.put(message);
      this.#changed(name);
    }
    return {};
  }

  #attributes({ store }: Named): unknown {
    const nowMs = this.#clock.nowMs();
    const count = (wanted: (message: StoredMessage) => boolean) => String([...store.messages()].filter(wanted).length);
    return {
      Attributes: {
        ApproximateNumberOfMessages: count((message) => message.visibleMs <= nowMs),
        ApproximateNumberOfMessagesNotVisible: count(
          (message) => message.visibleMs > nowMs && message.receiveCount > 0,
        ),
        ApproximateNumberOfMessagesDelayed: count((message) => message.visibleMs > nowMs && message.receiveCount === 0),
        VisibilityTimeout: String(VISIBILITY_SECONDS),
      },
    };
  }
}

const view = (message: StoredMessage) => ({
  MessageId: message.id,
  ReceiptHandle: message.receipt,
  MD5OfBody: md5(message.body),
  Body: message.body,
  Attributes: messageAttributes(message),
  MessageAttributes: message.attributes,
});

/** What SQS says of a message, to whoever receives it. */
export const messageAttributes = (message: StoredMessage): Record<string, string> => ({
  SentTimestamp: String(message.sentMs),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
});

/** SQS's own checksum, which the SDK verifies. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
