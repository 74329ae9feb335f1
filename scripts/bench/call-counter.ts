import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { INDEXES } from '../../shared/data/table.ts';

interface Capacity {
  readonly CapacityUnits?: number | undefined;
}

/** One call to the table. */
export interface Call {
  readonly operation: string;
  /** The sort key's kind (`log`, `now`, `page`, ...), or the partition's for what stands alone (`alert`, `counter`). */
  readonly item: string;
  readonly isWrite: boolean;
  /** Capacity units of the table, as it reports them. */
  readonly tableUnits: number;
  /** Write units of the indexes, by DynamoDB's rule: dynalite does not report them. */
  readonly indexUnits: number;
  /** False for a conditional write whose condition did not hold. */
  readonly isDone: boolean;
}

const WRITES = /^(Put|Update|Delete)Item/;

/** A read that finds nothing is billed as one that finds something small; dynalite reports it as free. */
const readUnits = (input: Readonly<Record<string, unknown>>, reported: number): number =>
  Math.max(reported, input['ConsistentRead'] === true ? 1 : 0.5);

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'S' in value ? String(value.S) : '';
};

const kindOf = (input: Record<string, unknown>): string => {
  const key = (input['Key'] ?? input['Item'] ?? {}) as Record<string, unknown>;
  const pk = text(key['pk']);
  if (!pk) return input['IndexName'] ? `index ${String(input['IndexName'])}` : 'query';
  const name = pk.startsWith('incident#') ? text(key['sk']) : pk;
  return name
    .split('#')
    .slice(0, name.startsWith('config#') ? 2 : 1)
    .join('#');
};

type Input = Readonly<Record<string, unknown>>;
type Entries = ReadonlyMap<string, string>;

/** Where an item stands in each index: the index's name to the entry's key. */
const entriesOf = (item: Input): Entries =>
  new Map(
    Object.entries(INDEXES).flatMap(([name, { pk, sk }]) =>
      text(item[pk]) ? [[name, `${text(item[pk])} ${text(item[sk])}`]] : [],
    ),
  );

/** An update only ever takes items out of an index here. */
const entriesAfter = (input: Input, before: Entries): Entries => {
  if (input['Item']) return entriesOf(input['Item'] as Input);
  const names = Object.values((input['ExpressionAttributeNames'] ?? {}) as Record<string, string>);
  const removes = /\bremove\b/i.test(String(input['UpdateExpression'] ?? ''));
  return new Map(
    [...before].filter(([name]) => !(removes && names.includes(INDEXES[name as keyof typeof INDEXES].pk))),
  );
};

/** A new entry and a removed one are a write each, a moved one is two, and one that stays is none. */
const indexUnitsOf = (before: Entries, after: Entries): number =>
  Object.keys(INDEXES).reduce((units, name) => {
    const [was, is] = [before.get(name), after.get(name)];
    return was === is ? units : units + (was ? 1 : 0) + (is ? 1 : 0);
  }, 0);

/** Listens to every call that a client makes and what the table says it consumed. */
export class CallCounter {
  #calls: Call[] = [];
  readonly #entries = new Map<string, Entries>();

  constructor(client: DynamoDBDocumentClient) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const operation = String(context['commandName'] ?? '').replace(/Command$/, '');
        const input = args.input as unknown as Record<string, unknown>;
        input['ReturnConsumedCapacity'] = 'TOTAL';
        const call = { operation, item: kindOf(input), isWrite: WRITES.test(operation) };
        try {
          const result = await next(args);
          const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
          const reported = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
          const tableUnits = call.isWrite ? reported : readUnits(input, reported);
          const indexUnits = call.isWrite ? this.#indexUnits(input) : 0;
          this.#calls.push({ ...call, tableUnits, indexUnits, isDone: true });
          return result;
        } catch (error) {
          // A write whose condition does not hold is paid for as if it did.
          this.#calls.push({ ...call, tableUnits: call.isWrite ? 1 : 0, indexUnits: 0, isDone: false });
          throw error;
        }
      },
      { step: 'initialize', name: 'countCalls', priority: 'low' },
    );
  }

  /** The calls since the last time. */
  take(): readonly Call[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  #indexUnits(input: Input): number {
    const { pk, sk } = (input['Key'] ?? input['Item'] ?? {}) as Record<string, unknown>;
    const place = `${text(pk)} ${text(sk)}`;
    const before = this.#entries.get(place) ?? new Map<string, string>();
    const after = entriesAfter(input, before);
    this.#entries.set(place, after);
    return indexUnitsOf(before, after);
  }
}
