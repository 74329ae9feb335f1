import { randomUUID } from 'node:crypto';
import { fromEpochMs } from '../../../shared/lib/instant.ts';
import type { LocalClock } from '../clock.ts';
import { type Manifest, triggersOf } from '../manifest.ts';
import { ACCOUNT } from '../names.ts';
import type { Outages } from '../outages.ts';
import type { Route } from '../router.ts';
import { AwsError, jsonService } from './json-protocol.ts';

/** A function that fails is called this often in all, with product seconds between the calls. */
const ATTEMPTS_MAX = 3;
const RETRY_SECONDS = [1, 5];
const ENTRIES_MAX = 10;

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Time?: number;
  readonly Resources?: string[];
}

export interface EventBusOptions {
  readonly manifest: Manifest;
  readonly region: string;
  readonly clock: LocalClock;
  readonly outages: Outages;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
}

/** EventBridge's PutEvents: hands each event to the functions whose manifest entry asks for its detail type. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #listeners = new Map<string, string[]>();

  constructor(options: EventBusOptions) {
    this.#options = options;
    for (const { name, trigger } of triggersOf(options.manifest, 'event')) {
      for (const type of trigger.detailTypes) {
        this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), name]);
      }
    }
  }

  get route(): Route {
    return jsonService({
      path: '/_aws/events',
      targetPrefix: 'AWSEvents',
      outage: { provider: 'eventbridge', outages: this.#options.outages },
      operations: { PutEvents: (input) => this.#put((input.Entries ?? []) as Entry[]) },
    });
  }

  #put(entries: Entry[]): unknown {
    if (entries.length < 1 || entries.length > ENTRIES_MAX) {
      throw new AwsError('ValidationException', `Entries must have 1 to ${ENTRIES_MAX} members`);
    }
    const results = entries.map((entry) => this.#accept(entry));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  #accept(entry: Entry): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
    const { clock, region } = this.#options;
    if (!entry.Source || !entry.DetailType || entry.Detail === undefined) {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are required.' };
    }
    const detail = parsed(entry.Detail);
    if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: ACCOUNT,
      time: fromEpochMs(entry.Time === undefined ? clock.nowMs() : entry.Time * 1000).replace(/\.\d+Z$/, 'Z'),
      region,
      resources: entry.Resources ?? [],
      detail,
    };
    for (const name of this.#listeners.get(entry.DetailType) ?? []) this.#deliver(name, event, 1);
    return { EventId: event.id };
  }

  /** Goes on in the background: the function counts as in flight, the wait between two attempts does not. */
  #deliver(name: string, event: Record<string, unknown>, attempt: number): void {
    const { clock, invoke } = this.#options;
    invoke(name, structuredClone(event)).catch((error: Error) => {
      console.error(`${name} failed on ${String(event['detail-type'])}, attempt ${attempt}: ${error.name}`);
      if (attempt >= ATTEMPTS_MAX) return;
      const waitMs = (RETRY_SECONDS[attempt - 1] ?? 1) * 1000;
      clock.at(fromEpochMs(clock.nowMs() + waitMs), () => this.#deliver(name, event, attempt + 1));
    });
  }
}

const parsed = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
