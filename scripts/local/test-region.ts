import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { type Region, type RegionOptions, startRegion } from './region.ts';

/** Two tables of the layout that the region relies on. */
export const TEST_TABLES: CreateTableCommandInput[] = ['test', 'test-idempotency'].map((TableName) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
}));

/** One function of a product made up for a test: its manifest entry, and the text of its `handler.ts`. */
export interface TestFunction {
  readonly triggers: readonly Record<string, unknown>[];
  readonly timeoutSeconds?: number;
  readonly access?: readonly string[];
  readonly source: string;
}

export interface TestProduct {
  readonly functions: Readonly<Record<string, TestFunction>>;
  readonly stateMachines?: Readonly<Record<string, unknown>>;
}

export interface TestRegion extends Region {
  /** What the handlers have put into `globalThis.seen`, in order. */
  seen(): unknown[];
}

const root = (): string => mkdtempSync(join(tmpdir(), 'pd-lite-'));

/** Writes a made-up product to a directory of its own and starts a region on it, on a clock that stands still. */
export const startTestRegion = async (
  product: TestProduct,
  options: Partial<RegionOptions> = {},
): Promise<TestRegion> => {
  const directory = root();
  writeProduct(directory, product);
  const seen: unknown[] = [];
  (globalThis as { seen?: unknown[] }).seen = seen;
  const region = await startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 0,
    demoToken: 'demo',
    tables: TEST_TABLES,
    functionsDirectory: join(directory, 'functions'),
    stateMachinesDirectory: join(directory, 'statemachines'),
    ...options,
  });
  const stop = async () => {
    await region.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...region, stop, seen: () => seen };
};

const writeProduct = (directory: string, product: TestProduct): void => {
  const functions: Record<string, unknown> = {};
  mkdirSync(join(directory, 'functions'), { recursive: true });
  for (const [name, { triggers, timeoutSeconds = 10, access = [], source }] of Object.entries(product.functions)) {
    functions[name] = { does: name, triggers, timeoutSeconds, memoryMb: 128, access };
    mkdirSync(join(directory, 'functions', name), { recursive: true });
    writeFileSync(join(directory, 'functions', name, 'handler.ts'), source);
  }
  const machines = product.stateMachines ?? {};
  writeFileSync(
    join(directory, 'functions', 'manifest.json'),
    JSON.stringify({ functions, stateMachines: Object.keys(machines) }),
  );
  mkdirSync(join(directory, 'statemachines'), { recursive: true });
  for (const [name, definition] of Object.entries(machines)) {
    writeFileSync(join(directory, 'statemachines', `${name}.asl.json`), JSON.stringify(definition));
  }
};
