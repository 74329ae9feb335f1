import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../manifest.ts';
import { billOf, HOURS, type Load, SEED_LOAD, totalOf } from './bill.ts';
import { type Infrastructure, infrastructureOf } from './infrastructure.ts';
import { type Counts, countUsage } from './life.ts';
import { PRICES } from './prices.ts';
import { countedTable } from './report.ts';
import { NOTHING } from './usage.ts';

const NONE: Infrastructure = infrastructureOf({ resource_changes: [] });
const counts: Counts = {
  idleHour: { ...NOTHING, invocations: 60, readUnits: 480 },
  steps: [{ step: 'one', usage: { ...NOTHING, writeUnits: 100, indexUnits: 20, transitions: 50, textsOut: 2 } }],
  storedBytes: 0,
  look: NOTHING,
  healthCheck: undefined,
};

const lineOf = (what: string, of: Infrastructure = NONE, load: Load = SEED_LOAD) =>
  billOf(counts, of, load).find((line) => line.what === what)?.usd;

const resource = (type: string, after: Record<string, unknown> = {}) => ({
  address: type,
  mode: 'managed' as const,
  type,
  name: 'this',
  change: { actions: ['create'], before: null, after, after_unknown: {} },
});

describe('the bill', () => {
  it('has every write of the table and of its indexes in both regions', () => {
    expect(lineOf('DynamoDB writes')).toBeCloseTo(((100 + 20) * 2 * 100 * 0.625) / 1e6, 10);
  });

  it('has what nobody asked for: the schedules of both regions, all month', () => {
    expect(lineOf('DynamoDB reads')).toBeCloseTo((480 * HOURS * 2 * 0.125) / 1e6, 10);
    expect(lineOf('Scheduler')).toBeCloseTo((60 * HOURS * 2) / 1e6, 10);
  });

  it('grows with the incidents, but not what stands there', () => {
    const hundredfold = { ...SEED_LOAD, incidents: 10_000 };
    expect(lineOf('Step Functions', NONE, hundredfold)).toBeCloseTo((lineOf('Step Functions') ?? 0) * 100, 10);
    expect(lineOf('Scheduler', NONE, hundredfold)).toBe(lineOf('Scheduler'));
  });

  it("keeps Twilio's part apart", () => {
    const lines = billOf(counts, NONE, SEED_LOAD);
    const { twilioTexts, carrierTexts, twilioNumber } = PRICES;
    expect(totalOf(lines, 'twilio')).toBeCloseTo(200 * (twilioTexts.usd + carrierTexts.usd) + twilioNumber.usd, 10);
    expect(totalOf(lines, 'twilio') + totalOf(lines, 'aws')).toBeCloseTo(totalOf(lines), 10);
  });

  it('has queues that are asked while they are empty', () => {
    const asked = { ...NONE, polledQueues: 2 };
    expect(lineOf('SQS', asked)).toBeCloseTo((2 * 5 * ((HOURS * 3600) / 20) * 0.4) / 1e6, 10);
  });
});

describe('what stands there', () => {
  it('is counted from the plan, with what each of it has inside', () => {
    const plan = {
      resource_changes: [
        resource('aws_cloudwatch_metric_alarm'),
        resource('aws_secretsmanager_secret', { replica: [{}] }),
        resource('aws_wafv2_web_acl', { rule: [{}, {}, {}] }),
        resource('aws_route53_health_check', { type: 'HTTPS', request_interval: 10 }),
        resource('aws_route53_health_check', { type: 'CALCULATED' }),
      ],
    };
    expect(infrastructureOf(plan)).toMatchObject({
      alarms: 1,
      secrets: 2,
      webAcls: 1,
      webAclRules: 3,
      healthChecks: 1,
      healthCheckFeatures: 2,
      healthRequestsPerSecond: 1.6,
    });
  });
});

/** Figures by their row and column. */
const cellsOf = (text: string): ReadonlyMap<string, number> => {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], ...body] = rows;
  return new Map(
    body.flatMap(([name = '', ...cells]) =>
      cells.map((cell, column) => [`${name}: ${head[column + 1]}`, Number(cell)] as const),
    ),
  );
};

/**
 * Configuration is read again when a second of real time has passed: a few reads more or fewer. Paging and Slack may meet at
 * one item: whoever is refused has paid for it, and writes again.
 */
const isClose = (name: string, was: number, is: number): boolean => {
  if (name.endsWith('read units')) return Math.abs(was - is) <= 5 + is / 5;
  return Math.abs(was - is) <= (name.endsWith('write units') ? 6 : 0);
};

/** Real time, which no test is about: it only ends what hangs, on a machine that is busy too. */
const PATIENCE = { timeout: 240_000 };

describe('docs/cost.md', PATIENCE, () => {
  it('has what an incident really uses: `npm run cost` writes it anew', async () => {
    const page = await readFile(join(ROOT, 'docs/cost.md'), 'utf8');
    const told = cellsOf(page.slice(page.indexOf('## What was counted'), page.indexOf('## What is there')));
    const counted = cellsOf(countedTable(await countUsage()));
    const different = [...counted].filter(([name, figure]) => !isClose(name, told.get(name) ?? Number.NaN, figure));
    expect(different.map(([name, figure]) => `${name} is ${figure}, and ${told.get(name)} on the page`)).toEqual([]);
    expect(told.size).toBe(counted.size);
  });
});
