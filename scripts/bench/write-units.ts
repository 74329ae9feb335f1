import { tables } from '../../shared/data/table.ts';
import { tableConnection } from '../../shared/runtime/stores.ts';
import { startRegion } from '../local/region.ts';
import { seed } from '../local/seed.ts';
import { type Call, CallCounter } from './call-counter.ts';
import { HttpClient } from './http-client.ts';
import { type Cell, table } from './table.ts';

/** What one action cost the table. */
export interface ActionCost {
  readonly action: string;
  readonly calls: readonly Call[];
}

const trigger = (dedup_key: string) => ({
  routing_key: 'demo',
  event_action: 'trigger',
  dedup_key,
  payload: { summary: dedup_key, source: 'bench', severity: 'critical' },
});

/**
 * Every step of an incident's life in a region of this process, on a clock that stands still, with each call to the
 * table counted. A first incident warms what is read once a second at most (configuration).
 */
export const actionCosts = async (): Promise<readonly ActionCost[]> => {
  const names = { table: 'pd-lite', idempotency: 'pd-lite-idempotency' };
  const quiet = { POWERTOOLS_METRICS_DISABLED: 'true', POWERTOOLS_LOG_LEVEL: 'ERROR', SLACK_BOT_TOKEN: '' };
  const region = await startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 0,
    demoToken: 'demo',
    tables: tables(names),
    seed,
    env: quiet,
  });
  const client = new HttpClient(region.url);
  const counter = new CallCounter(tableConnection().client);
  const costs: ActionCost[] = [];
  const count = async (action: string, act: () => Promise<unknown>): Promise<void> => {
    counter.take();
    await act();
    await region.settle();
    costs.push({ action, calls: counter.take() });
  };
  const change = (number: number, action: string, body = {}) =>
    client.post(`/v1/incidents/INC-${number}/${action}`, body);
  try {
    await client.post('/v2/enqueue', trigger('warm'));
    await region.settle();
    await change(1, 'resolve');
    await region.advance(20);
    await count('alert, to its page at Twilio', () => client.post('/v2/enqueue', trigger('first')));
    await count('alert repeated', () => client.post('/v2/enqueue', trigger('first')));
    await count('two receipts', () => region.advance(3));
    await count('receipt checked, next rule planned', () => region.advance(13));
    await count('acknowledge', () => change(2, 'acknowledge'));
    await count('note', () => change(2, 'notes', { text: 'Looking into it' }));
    await count('status update', () => change(2, 'updates', { message: 'We are on it' }));
    await count('resolve', () => change(2, 'resolve'));
    await count('reopen, to its page at Twilio', () => change(2, 'reopen'));
    await count('resolve by the monitor', () =>
      client.post('/v2/enqueue', { ...trigger('first'), event_action: 'resolve' }),
    );
    await count('declare, without a service', () => client.post('/v1/incidents', { title: 'Something is wrong' }));
    await count('get', () => client.get('/v1/incidents/INC-2'));
    await count('timeline', () => client.get('/v1/incidents/INC-2/timeline'));
    await count('list', () => client.get('/v1/incidents'));
  } finally {
    client.close();
    await region.stop();
  }
  return costs;
};

const sumOf = (calls: readonly Call[], units: (call: Call) => number): number =>
  calls.reduce((sum, call) => sum + units(call), 0);

const kindsOf = (calls: readonly Call[]): string => {
  const counts = new Map<string, number>();
  for (const { item } of calls) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].map(([item, count]) => (count === 1 ? item : `${count} ${item}`)).join(', ');
};

/** A row for each action: calls, units, and what was written. */
export const costTable = (costs: readonly ActionCost[]): string =>
  table(
    ['action', 'reads', 'writes', 'refused', 'table WU', 'index WU', 'RU', 'written'],
    costs.map(({ action, calls }): Cell[] => {
      const writes = calls.filter(({ isWrite }) => isWrite);
      const reads = calls.filter(({ isWrite }) => !isWrite);
      return [
        action,
        reads.length,
        writes.length,
        writes.filter(({ isDone }) => !isDone).length,
        sumOf(writes, ({ tableUnits }) => tableUnits),
        sumOf(writes, ({ indexUnits }) => indexUnits),
        sumOf(reads, ({ tableUnits }) => tableUnits),
        kindsOf(writes),
      ];
    }),
  );
