import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Anchor, productTimeMs } from './clock.ts';

const KEY = 'laptop#clock';
const TRIES_MAX = 10;

/** The clock's anchor as an item of the main table: what all processes on that table, now and later, go by. */
export class ClockAnchor {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * The stored anchor, when it has the wanted speed. Otherwise a new one that goes on from the stored one's present
   * product time, so that time never jumps back; on a new table, from `startMs`.
   */
  async take(speed: number, startMs: number): Promise<Anchor> {
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      const stored = await this.#read();
      if (stored?.speed === speed) return stored;
      const real = Date.now();
      const wanted = { real, product: stored ? productTimeMs(stored, real) : startMs, speed };
      if (await this.#write(wanted, stored)) return wanted;
    }
    throw new Error('the clock in the table is changed by somebody else all the time');
  }

  /** Notes how far a manual clock has come. A later time that another process has noted stays. */
  async moved(productMs: number): Promise<void> {
    const stored = await this.#read();
    if (stored && stored.speed === 0 && stored.product < productMs) {
      await this.#write({ ...stored, product: productMs }, stored);
    }
  }

  async #read(): Promise<Anchor | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: { pk: { S: KEY }, sk: { S: KEY } }, ConsistentRead: true }),
    );
    if (!Item) return undefined;
    return { real: Number(Item.real?.N), product: Number(Item.product?.N), speed: Number(Item.speed?.N) };
  }

  async #write(anchor: Anchor, expected: Anchor | undefined): Promise<boolean> {
    const condition = expected
      ? {
          ConditionExpression: '#real = :real AND #product = :product AND #speed = :speed',
          ExpressionAttributeNames: { '#real': 'real', '#product': 'product', '#speed': 'speed' },
          ExpressionAttributeValues: {
            ':real': { N: String(expected.real) },
            ':product': { N: String(expected.product) },
            ':speed': { N: String(expected.speed) },
          },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    const item = {
      pk: { S: KEY },
      sk: { S: KEY },
      real: { N: String(anchor.real) },
      product: { N: String(anchor.product) },
      speed: { N: String(anchor.speed) },
    };
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
