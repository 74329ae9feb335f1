import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_LOAD_BYTES_MAX } from '../../scripts/build/dashboard.ts';
import { type Region, startRegion } from '../../scripts/local/region.ts';
import { seed } from '../../scripts/local/seed.ts';
import { tables } from '../../shared/data/table.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { DESKTOP, openBrowser, openPage, PHONE } from './browser.ts';

/** A Monday, two hours into Ada's week; time stands still unless a test moves it on. */
const START = '2026-03-09T15:00:00.000Z' as Instant;
const SCRIPT = '<script>window.pwned=1</script><img src=x onerror=window.pwned=1>';
/** A bound for what hangs, on a slow machine too. */
const PATIENCE = { timeout: 240_000 };

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

let region: Region;
let browser: Browser;
/** Only a tool of these tests: under the MPL it is not part of what is shipped. */
let axe: string;

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
  region = await start();
  browser = await openBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await region?.stop();
});

let alerts = 0;

/** A monitor says that something is wrong; the number of its incident. */
const trigger = async (summary: string): Promise<string> => {
  alerts += 1;
  const body = {
    routing_key: 'demo',
    event_action: 'trigger',
    dedup_key: `alert-${alerts}`,
    payload: { summary, source: 'prometheus', severity: 'critical' },
  };
  await fetch(`${region.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(body) });
  await region.settle();
  const { items } = await api('/v1/incidents?limit=100');
  const { number } = items.find(({ title }: { title: string }) => title === summary);
  return number;
};

// biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every shape.
const api = async (path: string): Promise<any> =>
  (await fetch(`${region.url}${path}`, { headers: { authorization: 'Bearer demo' } })).json();

type View = Parameters<typeof openPage>[2];

/** The dashboard at one of its addresses, by somebody who is signed in with the demo token. */
const open = async (path: string, view: View) => {
  const { page, troubles } = await openPage(browser, `${region.url}${path}`, view);
  await page.getByRole('button', { name: 'Use the demo token' }).click();
  await page.locator('#main h1').first().waitFor();
  return {
    page,
    /** Nothing was refused by the page's policy, no script failed, and it is gone. */
    close: async () => {
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  };
};

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds that is serious, in the page as it is now. */
const seriousViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const run = 'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)';
  const violations = (await page.evaluate(run)) as readonly Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const story = (page: Page) => page.getByTestId('story');

const PAGES = [
  '/',
  '/?show=ended',
  '/on-call',
  '/on-call/checkout-primary',
  '/services',
  '/services/checkout',
  '/people',
  '/people/ada',
  '/policies',
  '/who',
  '/metrics',
  '/drills',
  '/settings',
  '/start',
  '/no-such-page',
];

const VIEWS = [
  ['a desktop', { viewport: DESKTOP, colorScheme: 'light' }],
  ['a phone', { viewport: PHONE, colorScheme: 'dark' }],
] as const;

describe.each(VIEWS)('on %s', PATIENCE, (name, view) => {
  const titled = (title: string) => `${title} on ${name}`;

  it('an alert appears by itself, and is acknowledged and resolved', async () => {
    const { page, close } = await open('/', view);
    const title = titled(`Checkout is down ${SCRIPT}`);
    const number = await trigger(title);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('Ada Park').first().waitFor();
    expect(await page.locator('h1').textContent()).toBe(title);

    const acknowledge = button(page, 'Acknowledge');
    if (name === 'a phone') {
      const box = await acknowledge.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(56);
      expect(box?.width).toBeGreaterThan(PHONE.width * 0.85);
      expect(box?.y).toBeGreaterThan(PHONE.height * 0.6);
    }
    await acknowledge.click();
    await page.getByText('has it', { exact: false }).first().waitFor();
    await acknowledge.waitFor({ state: 'detached' });
    expect(await api(`/v1/incidents/${number}`)).toMatchObject({ status: 'acknowledged' });

    await button(page, 'Resolve').click();
    await page.getByLabel('What was it?').fill('Rolled back');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await button(page, 'Reopen').waitFor();
    await story(page).getByText('Rolled back').waitFor();
    await close();
  });

  it('an incident is declared, and all that can be done to it is done', async () => {
    const { page, close } = await open('/', view);
    await button(page, 'Declare').click();
    await button(page, 'Declare incident').click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('What is wrong?').fill(titled('Search is slow'));
    await page.getByLabel('How bad is it?').selectOption('SEV2');
    await page.getByLabel('Service').selectOption('checkout');
    await button(page, 'Declare incident').click();
    await page.getByRole('heading', { level: 1, name: titled('Search is slow') }).waitFor();

    await button(page, 'Escalate').click();
    await page.getByLabel('Why?').fill('I need Cleo');
    await button(page, 'Page the next level now').click();
    await story(page).getByText('I need Cleo').waitFor();

    const more = async (item: string) => {
      await button(page, 'More to do').click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await more('Status update');
    await page.getByLabel('What is known now?').fill('The index is being rebuilt');
    await page.getByLabel('Next update').selectOption('30');
    await button(page, 'Post update').click();
    await page.getByText('Next update due').waitFor();

    await more('Change severity');
    await page.getByLabel('Severity').selectOption('SEV1');
    await button(page, 'Change severity').click();
    await story(page).getByText('from SEV2 to SEV1').waitFor();

    await more('Assign a role');
    await page.getByLabel('Who').selectOption('ben');
    await button(page, 'Save').click();
    await story(page).getByText('made Ben Osei').waitFor();

    await more('Add a note');
    await page.getByLabel('Note').fill(`Began at 12:40 ${SCRIPT}`);
    await button(page, 'Add note').click();
    await story(page).getByText('Began at 12:40').waitFor();

    await button(page, 'Resolve').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await button(page, 'Reopen').click();
    await button(page, 'Reopen and page again').click();
    await button(page, 'Acknowledge').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await close();
  });

  it('an incident that somebody else answers first says so', async () => {
    const number = await trigger(titled('Answered twice'));
    const { page, close } = await open(`/incidents/${number}`, view);
    await button(page, 'Acknowledge').waitFor();
    // Somebody else is a moment faster, and the page does not know it yet.
    await page.route('**/v1/incidents/*/acknowledge', async (route) => {
      await fetch(route.request().url(), { method: 'POST', headers: { authorization: 'Bearer demo' } });
      await route.continue();
    });
    await button(page, 'Acknowledge').click();
    await page.getByText('has it').first().waitFor();
    await page.getByRole('alert').filter({ hasText: 'was acknowledged by' }).waitFor();
    await close();
  });

  it('one incident is merged into another', async () => {
    const into = await trigger(titled('The trouble itself'));
    const number = await trigger(titled('The same trouble'));
    const { page, close } = await open(`/incidents/${number}`, view);
    await button(page, 'More to do').click();
    await page.getByRole('menuitem', { name: 'Merge into another' }).click();
    await page.getByLabel('Into which incident?').fill(into);
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('link', { name: 'the incident that it was merged into' }).click();
    await page.getByRole('heading', { level: 1, name: titled('The trouble itself') }).waitFor();
    await close();
  });

  it('somebody takes over for a day, and gives it back', async () => {
    const { page, close } = await open('/on-call', view);
    await page.getByText('on call now').waitFor();
    await page.getByRole('link', { name: 'Checkout primary' }).click();
    await page.getByTestId('calendar').getByRole('button').first().waitFor();
    await button(page, 'Override').first().click();
    await page.getByLabel('Who takes over').selectOption('cleo');
    await button(page, 'Make override').click();
    const remove = button(page, 'Remove the override of Cleo Marin');
    await remove.waitFor();
    await page
      .getByTestId('calendar')
      .getByRole('button', { name: /Cleo Marin, override/ })
      .first()
      .waitFor();
    await remove.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await remove.waitFor({ state: 'detached' });
    await close();
  });

  it('says who would be paged on a Sunday night', async () => {
    const { page, close } = await open('/who?service=checkout', view);
    await page.getByLabel(/^At/).fill('2026-03-22T02:30');
    await page.getByTestId('plan').getByText('Ben Osei').first().waitFor();
    await page.getByTestId('plan').getByText('Duty manager').waitFor();
    await close();
  });

  it('a key is shown once, and what is sent with it is an incident', async () => {
    const { page, close } = await open('/services/checkout', view);
    await button(page, 'New key').click();
    await page.getByLabel('What sends alerts with it?').fill(titled('Grafana'));
    await button(page, 'Make key').click();
    const key = (await page.locator('.copyable code').first().textContent()) ?? '';
    const event = {
      routing_key: key,
      event_action: 'trigger',
      payload: { summary: titled('By its key'), source: 'x', severity: 'info' },
    };
    const sent = await fetch(`${region.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) });
    expect(sent.status).toBe(202);
    await button(page, 'Close').click();
    await page.getByText(titled('Grafana')).waitFor();
    expect(await page.content()).not.toContain(key);
    await close();
  });

  it('a new person’s own schedule pages their own phone', async () => {
    const { page, close } = await open('/start', view);
    const phone = name === 'a phone' ? '+12025550171' : '+12025550172';
    await page.getByLabel('Your name').fill(titled('Dana'));
    await page.getByLabel('Your phone').fill(phone);
    await button(page, 'Send me a code').click();
    await page.getByLabel('Code').waitFor();
    await page.getByLabel('Code').fill(await codeSentTo(phone));
    await button(page, 'Verify').click();
    await button(page, 'Page me now').click();
    await page.getByRole('heading', { level: 1, name: 'My first page' }).waitFor();
    await page.locator('.paged').getByText('Text message').waitFor();
    const { items } = await sandbox('/sandbox/messages');
    expect(items.at(-1)).toMatchObject({ kind: 'sms', to: phone, body: expect.stringContaining('My first page') });
    await button(page, 'Acknowledge').click();
    await button(page, 'Acknowledge').waitFor({ state: 'detached' });
    await close();
  });

  it('no page has a serious violation of what axe knows, in dark and light, and none is wider than the screen', async () => {
    const { page, close } = await open('/', view);
    for (const path of PAGES) {
      await page.goto(`${region.url}${path}`);
      await page.locator('#main h1, #main h2').first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count(), { timeout: 30_000 }).toBe(0);
      for (const colorScheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await seriousViolations(page), `${path}, ${colorScheme}`).toEqual([]);
      }
      const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(over, `${path} is wider than the screen`).toBe(0);
    }
    await close();
  });

  it('10,000 incidents are scrolled through to the end, few of them drawn at a time', async () => {
    const { page, close } = await open('/settings', view);
    await serveManyIncidents(page, 10_000);
    await page.goto(`${region.url}/`);
    const rows = page.getByTestId('incident-list').getByRole('listitem');
    await rows.first().waitFor();
    for (let loaded = 0; loaded < 10_000; ) {
      await page.evaluate(
        'new Promise((drawn) => { window.scrollTo(0, document.body.scrollHeight); requestAnimationFrame(drawn); })',
      );
      loaded = Number(await rows.last().getAttribute('aria-posinset'));
      expect(await rows.count()).toBeLessThan(60);
    }
    await page.getByText('Incident 10000 of many').waitFor();
    await close();
  });
});

// biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every shape.
const sandbox = async (path: string): Promise<any> => (await fetch(`${region.url}${path}`)).json();

const codeSentTo = async (phone: string): Promise<string> => {
  const { items } = await sandbox('/sandbox/messages');
  const texts = items.filter(({ to }: { to: string }) => to === phone) as readonly { body: string }[];
  return /\b\d{6}\b/.exec(texts.at(-1)?.body ?? '')?.[0] ?? '';
};

/** The API's list with so many incidents, answered in the test: what is tried is the page. */
const serveManyIncidents = async (page: Page, count: number): Promise<void> => {
  const [example] = (await api('/v1/incidents?limit=1')).items;
  const all = Array.from({ length: count }, (_, index) => ({
    ...example,
    id: `01${String(count - index).padStart(24, '0')}`,
    number: `INC-${count - index}`,
    title: `Incident ${index + 1} of many`,
    declaredAt: new Date(Date.parse(START) - index * 1000).toISOString(),
  }));
  await page.route('**/v1/incidents?*', async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const from = Number(query.get('after') ?? 0);
    const items = all.slice(from, from + 100);
    await route.fulfill({ json: { items, next: from + 100 < count ? String(from + 100) : null } });
  });
};

describe('the dashboard', PATIENCE, () => {
  it('loads in less than 150 kB, and nothing from anywhere else', async () => {
    const { page, close } = await open('/', VIEWS[0][1]);
    await page.goto(`${region.url}/`);
    await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor();
    const entries =
      '["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type).map(({ name, encodedBodySize, initiatorType }) => ({ name, encodedBodySize, initiatorType })))';
    const loaded = (await page.evaluate(entries)) as readonly {
      name: string;
      encodedBodySize: number;
      initiatorType: string;
    }[];
    const files = loaded.filter(({ initiatorType }) => initiatorType !== 'fetch' && initiatorType !== 'img');
    expect(loaded.every(({ name }) => name.startsWith(region.url))).toBe(true);
    const bytes = files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(FIRST_LOAD_BYTES_MAX);
    await close();
  });

  it('signs a person in with the code flow, and out again', async () => {
    const { page, troubles } = await openPage(browser, `${region.url}/settings`);
    await button(page, /^Sign in$/).click();
    await page.getByRole('button', { name: /Ben Osei/ }).click();
    await page.getByText('Signed in as').waitFor();
    await page.getByRole('link', { name: 'Ben Osei' }).waitFor();
    await page.locator('#main').getByRole('button', { name: 'Sign out' }).click();
    await button(page, /^Sign in$/).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('says that a token is not known, and keeps nothing of it', async () => {
    const { page } = await openPage(browser, `${region.url}/`);
    await page.getByLabel('API token').fill('wrong');
    await button(page, 'Sign in with a token').click();
    await page.getByRole('alert').filter({ hasText: 'not known' }).waitFor();
    expect(
      await page.evaluate('JSON.stringify([...Object.entries(sessionStorage), ...Object.entries(localStorage)])'),
    ).not.toContain('wrong');
    await page.context().close();
  });

  it('is worked by keyboard alone', async () => {
    const title = 'By keyboard';
    const number = await trigger(title);
    const { page, close } = await open(`/incidents/${number}`, VIEWS[0][1]);
    await button(page, 'Resolve').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toContain('Resolve');
    await button(page, 'Acknowledge').focus();
    await page.keyboard.press('Enter');
    await page.getByText('has it', { exact: false }).first().waitFor();
    await close();
  });

  it('says so when nothing answers, and shows what was seen last', async () => {
    const title = 'Seen before the network went';
    await trigger(title);
    const { page } = await open('/', VIEWS[1][1]);
    await page.getByText(title).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.route('**/v1/**', (route) => route.abort());
    await page.getByTestId('stale').waitFor();
    expect(await page.getByText(title).count()).toBe(1);
    await page.context().setOffline(true);
    await page.getByText('You are offline').first().waitFor();
    await page.reload();
    await page.getByText(title).waitFor();
    await page.getByTestId('stale').waitFor();
    await page.context().close();
  });
});
