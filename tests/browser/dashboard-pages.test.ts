import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_LOAD_BYTES_MAX } from '../../scripts/build/dashboard.ts';
import { openPage } from './browser.ts';
import { button, Dashboard, PATIENCE, START, seriousViolations, VIEWS } from './dashboard.ts';

const [[, DESKTOP_VIEW], [, PHONE_VIEW]] = VIEWS;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
});
afterAll(async () => {
  await dashboard?.stop();
});

/** What opens over a page: the page, and what is pressed there in turn. */
const DIALOGS: readonly (readonly [string, ...(string | RegExp)[]])[] = [
  ['/', /^Declare/],
  ['/incidents/open', 'Resolve'],
  ['/incidents/open', 'Escalate'],
  ['/incidents/open', 'More to do', 'Status update'],
  ['/incidents/open', 'More to do', 'Merge into another'],
  ['/incidents/open', 'More to do', 'Assign a role'],
  ['/on-call', 'New schedule'],
  ['/on-call/checkout-primary', /^Override$/],
  ['/on-call/checkout-primary', 'Swap'],
  ['/on-call/checkout-primary', 'Edit'],
  ['/services', 'New service'],
  ['/services/checkout', 'Begin'],
  ['/people', 'Add a person'],
  ['/policies', 'New policy'],
  ['/policies', /^Edit /],
];

const PAGES = [
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
  '/incidents/INC-0',
  '/no-such-page',
];

/** Goes to an address as the back button does: without loading the page anew. */
const goTo = (page: Page, path: string): Promise<unknown> =>
  page.evaluate(`history.pushState(null, '', '${path}'); window.dispatchEvent(new PopStateEvent('popstate'));`);

/** The page is there, with all that it asked for. */
const isDrawn = async (page: Page): Promise<void> => {
  await page.locator('#main h1').first().waitFor();
  await expect.poll(() => page.locator('.skeleton').count(), { timeout: 30_000 }).toBe(0);
};

describe.each(VIEWS)('every page on %s', PATIENCE, (name, view) => {
  it('has no serious violation of what axe knows, and is no wider than the screen', async () => {
    const number = await dashboard.trigger('Something to look at');
    const { page, close } = await dashboard.visit('/', { ...view, expected: /status of 404/ });
    for (const path of ['/', `/incidents/${number}`, ...PAGES]) {
      await goTo(page, path);
      await isDrawn(page);
      expect(await seriousViolations(page), path).toEqual([]);
      if (name === 'a desktop') {
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await seriousViolations(page, ['color-contrast']), `${path}, dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
      }
      const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(over, `${path} is wider than the screen`).toBe(0);
    }
    await close();
  });

  it('has none in what opens over a page either', async () => {
    const number = await dashboard.trigger('Something to do');
    const { page, close } = await dashboard.visit('/', view);
    for (const [path, ...presses] of DIALOGS) {
      await goTo(page, path.replace('open', number));
      await isDrawn(page);
      for (const press of presses) {
        const [role] = presses.length > 1 && press === presses.at(-1) ? (['menuitem'] as const) : (['button'] as const);
        await page
          .locator(role === 'button' ? '#main' : 'body')
          .getByRole(role, { name: press })
          .first()
          .click();
      }
      await page.getByRole('dialog').waitFor();
      await expect.poll(() => page.locator('dialog .skeleton').count()).toBe(0);
      expect(await seriousViolations(page), `${path}: ${presses.join(', ')}`).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await close();
  });
});

/** The API's list with so many incidents, answered in the page: what is tried is the page. */
const manyIncidents = (example: object, count: number): string => `{
  const example = ${JSON.stringify(example)};
  const all = Array.from({ length: ${count} }, (_, index) => ({
    ...example,
    id: '01' + String(${count} - index).padStart(24, '0'),
    number: 'INC-' + (${count} - index),
    title: 'Incident ' + (index + 1) + ' of many',
    declaredAt: new Date(${Date.parse(START)} - index * 1000).toISOString(),
  }));
  const others = window.fetch;
  window.fetch = async (url, options) => {
    if (!String(url).includes('/v1/incidents?')) return others(url, options);
    const from = Number(new URL(url, location.href).searchParams.get('after') ?? 0);
    const next = from + 100 < all.length ? String(from + 100) : null;
    return Response.json({ items: all.slice(from, from + 100), next });
  };
}`;

/** Scrolls, frame by frame, until the last row is drawn; how far it came and how many rows were ever drawn at once. */
const SCROLL_TO_END = `(async () => {
  let reached = 0;
  let drawnMax = 0;
  for (let frame = 0; frame < 5000 && reached < 10_000; frame += 1) {
    window.scrollTo(0, document.body.scrollHeight);
    await new Promise(requestAnimationFrame);
    const rows = document.querySelectorAll('[data-testid=incident-list] > li');
    drawnMax = Math.max(drawnMax, rows.length);
    reached = Number(rows[rows.length - 1]?.getAttribute('aria-posinset') ?? 0);
  }
  return { reached, drawnMax };
})()`;

describe('the dashboard', PATIENCE, () => {
  it('loads in less than 150 kB, and nothing from anywhere else', async () => {
    const { page, close } = await dashboard.visit('/', DESKTOP_VIEW);
    const entries =
      '["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type).map(({ name, encodedBodySize, initiatorType }) => ({ name, encodedBodySize, initiatorType })))';
    const loaded = (await page.evaluate(entries)) as readonly {
      name: string;
      encodedBodySize: number;
      initiatorType: string;
    }[];
    const files = loaded.filter(({ initiatorType }) => initiatorType !== 'fetch' && initiatorType !== 'img');
    expect(loaded.every(({ name }) => name.startsWith(dashboard.region.url))).toBe(true);
    const bytes = files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(FIRST_LOAD_BYTES_MAX);
    await close();
  });

  it('is served with a policy that allows nothing inline, and can be installed', async () => {
    const response = await fetch(`${dashboard.region.url}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:\/\/(?!127)/);
    expect(await response.text()).not.toMatch(/<script(?! type="module" src=")|<style| style=| on\w+=/);

    const { page, close } = await dashboard.visit('/', { ...PHONE_VIEW, serviceWorkers: 'allow' });
    const devtools = await page.context().newCDPSession(page);
    const { errors } = (await devtools.send('Page.getAppManifest')) as { errors: readonly object[] };
    expect(errors).toEqual([]);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // Every page of a test is in a context of its own, which is what a private window is: that alone may be said.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    await close();
  });

  it('scrolls through 10,000 incidents to the end, few of them drawn at a time', async () => {
    await dashboard.trigger('An example');
    const { items } = await dashboard.api('/v1/incidents?limit=1');
    const { page, close } = await dashboard.visit('/', { ...PHONE_VIEW, before: manyIncidents(items[0], 10_000) });
    await page.getByTestId('incident-list').getByRole('listitem').first().waitFor();
    const { reached, drawnMax } = (await page.evaluate(SCROLL_TO_END)) as { reached: number; drawnMax: number };
    expect(reached).toBe(10_000);
    expect(drawnMax).toBeLessThan(60);
    await page.getByText('Incident 10000 of many').waitFor();
    await close();
  });

  it('signs a person in with the code flow, and out again', async () => {
    const { page, troubles } = await openPage(dashboard.browser, `${dashboard.region.url}/settings`);
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
    const { page } = await openPage(dashboard.browser, `${dashboard.region.url}/`);
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
    const number = await dashboard.trigger(title);
    const { page, close } = await dashboard.visit(`/incidents/${number}`, DESKTOP_VIEW);
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
    await dashboard.trigger(title);
    const { page } = await dashboard.visit('/', { ...PHONE_VIEW, serviceWorkers: 'allow' });
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
