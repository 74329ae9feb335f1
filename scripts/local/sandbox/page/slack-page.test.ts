import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actions,
  button,
  input,
  modal,
  payloadOf,
  plain,
  type SlackWorld,
  section,
  startSlackWorld,
} from '../slack/test-slack.ts';

const INCIDENTS = 'C0INCIDENTS';
const TITLE = 'Checkout <img src=x onerror=alert(1)> & <script>alert(1)</script>';
const ESCAPED = TITLE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

let browser: Browser;
let world: SlackWorld;
let page: Page;
let problems: string[];

beforeAll(async () => {
  const executablePath = await chromium.executablePath();
  // In a single process the browser ends with the first page that is closed.
  const args = chromium.args.filter((arg) => arg !== '--single-process');
  browser = await playwright.launch({ args, executablePath, headless: true });
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = await startSlackWorld();
});
afterEach(async () => {
  await page.context().close();
  await world.stop();
  // What the page may not do is a message of the browser: a script of a title, a style that is inline.
  expect(problems).toEqual([]);
});

const look = async (width = 1280): Promise<void> => {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  page = await context.newPage();
  problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    // The page asks the product for its incidents, and there is no product here.
    if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text());
  });
  await page.goto(`${world.url}/sandbox`);
  await by('slack-channel-incidents').click();
};
const by = (testId: string) => page.getByTestId(testId);

const pinCard = async (more: readonly object[] = []): Promise<string> => {
  const blocks = [
    { type: 'header', text: plain(TITLE) },
    section(`*SEV1* ${ESCAPED} <@U0BEN> \`code\``),
    ...more,
    actions({ ...button('acknowledge', 'i1'), style: 'primary' }, button('note', 'i1')),
  ];
  const { ts } = await world.call('chat.postMessage', { channel: INCIDENTS, text: 'card', blocks });
  await world.call('pins.add', { channel: INCIDENTS, timestamp: ts });
  return ts;
};

const FORM = modal([
  input('title', { type: 'plain_text_input' }),
  input('page', { type: 'users_select' }, { optional: true }),
]);
const opensForm = () =>
  world.answers.set('/v1/slack/command', async ({ body }) => {
    const trigger = new URLSearchParams(body).get('trigger_id');
    const skeleton = { type: 'modal', title: plain('Declare'), blocks: [section('One moment...')] };
    const { view } = await world.call('views.open', { trigger_id: trigger, view: skeleton });
    setTimeout(() => world.call('views.update', { view_id: view.id, view: FORM }), 50);
    return '';
  });

describe('the Slack workspace in the browser', () => {
  it('shows what people wrote as they wrote it, in the card and in the log', async () => {
    await pinCard();
    await look();
    const card = by('slack-card');
    await card.getByText(TITLE, { exact: true }).waitFor();
    expect(await card.locator('.slack-text').first().innerText()).toBe(`SEV1 ${TITLE} @Ben Osei code`);
    expect(await page.locator('#slack img, #slack script').count()).toBe(0);
  });

  it('has buttons that work, and a card that follows', async () => {
    const ts = await pinCard();
    await look();
    await by('slack-user').selectOption('U0CLEO');
    await by('slack-card').locator('[data-action-id=acknowledge]').click();
    await expect.poll(() => world.slackReceived.length).toBe(1);
    const [told] = world.slackReceived;
    expect(told && payloadOf(told)).toMatchObject({ user: { id: 'U0CLEO' }, actions: [{ value: 'i1' }] });
    await world.call('chat.update', { channel: INCIDENTS, ts, text: 'Mine', blocks: [section('Cleo has it')] });
    await by('slack-card').getByText('Cleo has it').waitFor();
  });

  it('opens a modal for a command, holds it back until it is complete, and submits it with Enter', async () => {
    opensForm();
    await look();
    await by('slack-input').fill('/incident declare');
    await by('slack-input').press('Enter');
    const title = by('slack-modal').getByLabel('title');
    await title.press('Enter');
    await by('slack-modal').getByText('Please complete this required field.').waitFor();
    await title.fill(TITLE);
    await by('slack-modal').getByLabel('page').selectOption('U0BEN');
    await title.press('Enter');
    await by('slack-modal').waitFor({ state: 'hidden' });
    const told = world.slackReceived.at(-1);
    expect(told && payloadOf(told).view.state.values).toMatchObject({
      title: { value: { value: TITLE } },
      page: { value: { selected_user: 'U0BEN' } },
    });
  });

  it('closes a modal with Escape', async () => {
    opensForm();
    await look();
    await by('slack-input').fill('/incident declare');
    await by('slack-input').press('Enter');
    await by('slack-modal-submit').waitFor();
    await page.keyboard.press('Escape');
    await by('slack-modal').waitFor({ state: 'hidden' });
    await expect.poll(async () => (await world.overview()).views.U0ADA).toEqual([]);
  });

  it('shows to each only what is for them, and what they have not read', async () => {
    await look();
    await world.call('chat.postEphemeral', { channel: INCIDENTS, user: 'U0ADA', text: 'For Ada' });
    await page.getByText('Only visible to you').waitFor();
    await by('slack-user').selectOption('U0BEN');
    await page.getByText('Only visible to you').waitFor({ state: 'detached' });
    await by('slack-channel-general').click();
    await world.call('chat.postMessage', { channel: INCIDENTS, text: 'For all' });
    await page.getByLabel('incidents, 1 unread').click();
    await by('slack-message').filter({ hasText: 'For all' }).waitFor();
    await page.getByLabel('incidents, 1 unread').waitFor({ state: 'detached' });
  });

  it('fits on a phone, with the buttons of a long card in sight', async () => {
    await pinCard([section('> one line more\n'.repeat(30))]);
    await look(390);
    const acknowledge = by('slack-card').locator('[data-action-id=acknowledge]');
    await acknowledge.waitFor();
    const pin = await page.locator('#slack-pin').boundingBox();
    const box = await acknowledge.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((pin?.y ?? 0) + (pin?.height ?? 0));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await by('slack-input').fill('Looking');
    await by('slack-input').press('Enter');
    await by('slack-message').filter({ hasText: 'Looking' }).waitFor();
  });
});
