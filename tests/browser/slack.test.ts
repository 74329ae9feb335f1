import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRegion } from '../../scripts/local/region.ts';
import { seed } from '../../scripts/local/seed.ts';
import { tables } from '../../shared/data/table.ts';
import { DESKTOP, openBrowser, openPage, PHONE } from './browser.ts';

/** Time runs, as it does for people; nothing here depends on how fast. */
const startOnOurClock = () =>
  startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 1,
    demoToken: 'demo',
    tables: tables({ table: 'browser', idempotency: 'browser-idempotency' }),
    seed,
  });

let region: Awaited<ReturnType<typeof startOnOurClock>>;
let browser: Browser;

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
  region = await startOnOurClock();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await region?.stop();
});

const typeCommand = async (page: Page, text: string): Promise<void> => {
  await page.getByTestId('slack-input').fill(`/incident ${text}`);
  await page.getByTestId('slack-input').press('Enter');
};

const field = (page: Page, blockId: string) =>
  page.locator(`[data-testid=slack-modal] [data-block-id=${blockId}]`).locator('input, textarea, select').first();

const button = (page: Page, actionId: string) => page.locator(`[data-testid=slack-card] [data-action-id=${actionId}]`);

describe.each([
  ['a desktop', DESKTOP],
  ['a phone', PHONE],
])('an incident in the sandbox’s Slack, on %s', { timeout: 240_000 }, (_, viewport) => {
  it('is declared in a modal, acknowledged with a button and resolved in a modal, and the card is true', async () => {
    const { page, troubles } = await openPage(browser, `${region.url}/sandbox`, { viewport });
    await page.getByTestId('slack-user').selectOption('U0ADA');
    const title = `checkout <script>window.pwned=1</script> ${viewport.width}`;
    await typeCommand(page, `declare ${title}`);
    await field(page, 'title').waitFor();
    expect(await field(page, 'title').inputValue()).toContain('checkout');

    await field(page, 'title').fill('   ');
    await page.getByTestId('slack-modal-submit').click();
    await page.locator('[data-block-id=title] .slack-field-error:visible').waitFor();

    await field(page, 'title').fill(title);
    await field(page, 'severity').selectOption('SEV1');
    await field(page, 'service').selectOption('checkout');
    await page.getByTestId('slack-modal-submit').click();
    await page.getByTestId('slack-modal').waitFor({ state: 'hidden' });

    const channel = page.locator(`[data-testid^="slack-channel-inc-"][data-testid$="-${viewport.width}"]`);
    await channel.click();
    await button(page, 'acknowledge').waitFor();
    const card = page.getByTestId('slack-card');
    expect(await card.textContent()).toContain('<script>');
    expect(await page.evaluate('window.pwned')).toBeUndefined();

    await button(page, 'acknowledge').click();
    await card.getByText('Ada Park has it', { exact: false }).first().waitFor();
    await button(page, 'acknowledge').waitFor({ state: 'detached' });

    await button(page, 'resolve').click();
    await field(page, 'summary').waitFor();
    await field(page, 'summary').fill('rolled back');
    await page.getByTestId('slack-modal-submit').click();
    await button(page, 'reopen').waitFor();
    expect(await card.textContent()).toMatch(/Resolved.*rolled back/s);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});

describe('a command with a typo', { timeout: 240_000 }, () => {
  it('gets a suggestion that nobody else sees', async () => {
    const { page, troubles } = await openPage(browser, `${region.url}/sandbox`);
    await page.getByTestId('slack-user').selectOption('U0BEN');
    await typeCommand(page, 'resovle');
    await page
      .getByTestId('slack-message')
      .filter({ hasText: 'resolve' })
      .filter({ hasText: 'Only visible to you' })
      .waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
