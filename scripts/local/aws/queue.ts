import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LocalClock } from '../clock.ts';
import { ACCOUNT } from '../names.ts';
import type { Route } from '../router.ts';
import { AwsError, jsonService } from './json-protocol.ts';
import { QueueStore, type StoredMessage } from './queue-store.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const BATCH_MAX = 10;
const VISIBILITY_SECONDS = 30;

type Input = Record<string, unknown>;

export interface QueuesOptions {
  /** Where the queues are kept, or null for memory only. */
  readonly directory: string | null;
  readonly clock: LocalClock;
  readonly names: readonly string[];
}

/** Where a queue is, under the region's address. */
export const queuePath = (name: string): string => `/_aws/sqs/${ACCOUNT}/${name}`;

/** SQS (JSON protocol) with standard queues. Visibility runs on the region's clock; a receive never waits. */
export class Queues {
  readonly #clock: LocalClock;
  readonly #stores: ReadonlyMap<string, QueueStore>;

  constructor(options: QueuesOptions) {
    this.#clock = options.clock;
    const path = (name: string) => (options.directory === null ? null : join(options.directory, `${name}.jsonl`));
    this.#stores = new Map(options.names.map((name) => [name, new QueueStore(path(name))]));
  }

  get route(): Route {
    return jsonService({
      path: '/_aws/sqs',
      targetPrefix: 'AmazonSQS',
      operations: {
        SendMessage: (input) => this.#send(this.#store(input), input),
        SendMessageBatch: (input) => this.#batch(input, (store, entry) => this.#send(store, entry)),
        ReceiveMessage: (input) => this.#receive(this.#store(input), input),
        DeleteMessage: (input) => this.#delete(this.#store(input), input),
        DeleteMessageBatch: (input) => this.#batch(input, (store, entry) => this.#delete(store, entry)),
        ChangeMessageVisibility: (input) => this.#changeVisibility(this.#store(input), input),
        GetQueueAttributes: (input) => this.#attributes(this.#store(input)),
      },
    });
  }

  #store(input: Input): QueueStore {
    const store = this.#stores.get(
      String(input.QueueUrl ?? '')
        .split('/')
        .at(-1) ?? '',
    );
    if (store) return store;
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }

  #send(store: QueueStore, input: Input): Record<string, unknown> {
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
    const nowMs = this.#clock.nowMs();
    const message: StoredMessage = {
      id: randomUUID(),
      body,
      attributes: (input.MessageAttributes as Input | undefined) ?? {},
      sentMs: nowMs,
      visibleMs: nowMs + Number(input.DelaySeconds ?? 0) * 1000,
      receiveCount: 0,
    };
    store.put(message);
    return { MessageId: message.id, MD5OfMessageBody: md5(body) };
  }

  #batch(input: Input, one: (store: QueueStore, entry: Input) => Record<string, unknown>): unknown {
    const store = this.#store(input);
    const entries = (input.Entries ?? []) as (Input & { Id: string })[];
    if (entries.length === 0)
      throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
    if (entries.length > BATCH_MAX)
      throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
    const Successful: unknown[] = [];
    const Failed: unknown[] = [];
    for (const entry of entries) {
      try {
        Successful.push({ Id: entry.Id, ...one(store, entry) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.name, Message: error.message });
      }
    }
    return { Successful, Failed };
  }

  #receive(store: QueueStore, input: Input): unknown {
    const nowMs = this.#clock.nowMs();
    const wanted = Math.min(Math.max(1, Number(input.MaxNumberOfMessages ?? 1)), BATCH_MAX);
    const visibilityMs = Number(input.VisibilityTimeout ?? VISIBILITY_SECONDS) * 1000;
    const received: StoredMessage[] = [];
    for (const message of store.messages()) {
      if (received.length >= wanted) break;
      if (message.visibleMs <= nowMs) received.push(message);
    }
    for (const message of received) {
      message.visibleMs = nowMs + visibilityMs;
      message.receiveCount += 1;
      message.firstReceivedMs ??= nowMs;
      message.receipt = `${message.id}.${message.receiveCount}`;
      store.put(message);
    }
    return received.length === 0 ? {} : { Messages: received.map(view) };
  }

  #delete(store: QueueStore, input: Input): Record<string, unknown> {
    const message = store.byReceipt(String(input.ReceiptHandle ?? ''));
    if (message) store.remove(message.id);
    return {};
  }

  #changeVisibility(store: QueueStore, input: Input): Record<string, unknown> {
    const message = store.byReceipt(String(input.ReceiptHandle ?? ''));
    if (message) {
      message.visibleMs = this.#clock.nowMs() + Number(input.VisibilityTimeout ?? 0) * 1000;
      store.put(message);
    }
    return {};
  }

  #attributes(store: QueueStore): unknown {
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
  Attributes: {
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
  },
  MessageAttributes: message.attributes,
});

/** SQS's own checksum, which the SDK verifies. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
