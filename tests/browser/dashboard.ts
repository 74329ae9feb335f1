import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Region, startRegion } from '../../scripts/local/region.ts';
import { seed } from '../../scripts/local/seed.ts';
import { tables } from '../../shared/data/table.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { DESKTOP, openBrowser, openPage, PHONE, type View } from './browser.ts';

/** A Monday, two hours into Ada's week; time stands still. */
export const START = '2026-03-09T15:00:00.000Z' as Instant;

/** A bound for what hangs, on a slow machine too. */
export const PATIENCE = { timeout: 240_000 };

export const VIEWS = [
  ['a desktop', { viewport: DESKTOP, colorScheme: 'light' }],
  ['a phone', { viewport: PHONE, colorScheme: 'dark' }],
] as const satisfies readonly (readonly [string, View])[];

/** Whoever is signed in from the first moment on; how to sign in has tests of its own. */
const signedInWith = (token: string): string =>
  `sessionStorage.setItem('pd-lite.session', '${JSON.stringify({ token, expiresAt: null, refreshToken: null })}');`;

const start = (): Promise<Region> =>
  startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 0,
    startAt: START,
    demoToken: 'demo',
    tables: tables({ table: 'dashboard', idempotency: 'dashboard-idempotency' }),
    seed,
    env: { SLACK_BOT_TOKEN: '' },
  });

export interface Visit extends View {
  readonly token?: string;
  /** What the console is expected to complain of. Anything else fails the test. */
  readonly expected?: RegExp;
}

export interface OpenPage {
  readonly page: Page;
  /** Nothing was refused by the page's policy, no script failed, and it is gone. */
  close(): Promise<void>;
}

/** A laptop region, a browser, and what tests do with both. */
export class Dashboard {
  readonly region: Region;
  readonly browser: Browser;
  #alerts = 0;

  private constructor(region: Region, browser: Browser) {
    this.region = region;
    this.browser = browser;
  }

  static async start(): Promise<Dashboard> {
    process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
    process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
    const [region, browser] = await Promise.all([start(), openBrowser()]);
    return new Dashboard(region, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.region.stop();
  }

  /** The dashboard at one of its addresses, by somebody who is signed in. */
  async visit(path: string, { token = 'demo', expected, ...view }: Visit): Promise<OpenPage> {
    const before = `${signedInWith(token)}${view.before ?? ''}`;
    const { page, troubles } = await openPage(this.browser, `${this.region.url}${path}`, {
      serviceWorkers: 'block',
      ...view,
      before,
    });
    await page.locator('#main h1').first().waitFor();
    const close = async () => {
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(troubles.filter((trouble) => !expected?.test(trouble))).toEqual([]);
      await page.context().close();
    };
    return { page, close };
  }

  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every shape.
  async api(path: string, method = 'GET', body?: object): Promise<any> {
    const response = await fetch(`${this.region.url}${path}`, {
      method,
      headers: { authorization: 'Bearer demo', 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return response.json();
  }

  /** A monitor says that something is wrong; the number of its incident. */
  async trigger(summary: string): Promise<string> {
    this.#alerts += 1;
    const event = {
      routing_key: 'demo',
      event_action: 'trigger',
      dedup_key: `alert-${this.#alerts}`,
      payload: { summary, source: 'prometheus', severity: 'critical' },
    };
    await fetch(`${this.region.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) });
    await this.region.settle();
    const { items } = await this.api('/v1/incidents?limit=100');
    return items.find(({ title }: { title: string }) => title === summary).number;
  }

  /** The code that a phone was sent last. */
  async codeSentTo(phone: string): Promise<string> {
    const { items } = await this.api('/sandbox/messages');
    const texts = items.filter(({ to }: { to: string }) => to === phone) as readonly { body: string }[];
    return /\b\d{6}\b/.exec(texts.at(-1)?.body ?? '')?.[0] ?? '';
  }
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Only a tool of these tests: under the MPL it is not part of what is shipped. */
const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious, in the page as it is now; `rules` when only some can have changed. */
export const seriousViolations = async (page: Page, rules?: readonly string[]): Promise<string[]> => {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(await axeSource);
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  const run = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as readonly Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};
