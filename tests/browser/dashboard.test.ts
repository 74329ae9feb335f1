import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, PHONE } from './browser.ts';
import { button, Dashboard, PATIENCE, seriousViolations, VIEWS } from './dashboard.ts';

const SCRIPT = '<script>window.pwned=1</script><img src=x onerror=window.pwned=1>';

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
});
afterAll(async () => {
  await dashboard?.stop();
});

const story = (page: Page) => page.getByTestId('story');

describe.each(VIEWS)('on %s', PATIENCE, (name, view) => {
  const titled = (title: string) => `${title} on ${name}`;

  it('an alert appears by itself, and is acknowledged and resolved', async () => {
    const { page, close } = await dashboard.visit('/', view);
    const title = titled(`Checkout is down ${SCRIPT}`);
    const number = await dashboard.trigger(title);
    await page.getByRole('link', { name: title }).click();
    await page.getByText('Ada Park').first().waitFor();
    await page.getByText('If nobody answers, the next are paged').waitFor();
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
    expect(await dashboard.api(`/v1/incidents/${number}`)).toMatchObject({ status: 'acknowledged' });

    await button(page, 'Resolve').click();
    await page.getByLabel('What was it?').fill('Rolled back');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await button(page, 'Reopen').waitFor();
    await story(page).getByText('Rolled back').waitFor();
    await close();
  });

  it('an incident is declared, and all that can be done to it is done', async () => {
    const { page, close } = await dashboard.visit('/', { ...view, expected: /status of 400/ });
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

    const dialog = page.getByRole('dialog');
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
    await dialog.getByLabel('Severity').selectOption('SEV1');
    await button(page, 'Change severity').click();
    await story(page).getByText('from SEV2 to SEV1').waitFor();

    await more('Assign a role');
    await page.getByLabel('Who').selectOption('ben');
    await button(page, 'Save').click();
    await story(page).getByText('made Ben Osei').waitFor();

    await more('Add a note');
    await dialog.getByLabel('Note').fill(`Began at 12:40 ${SCRIPT}`);
    await button(page, 'Add note').click();
    await story(page).getByText('Began at 12:40').waitFor();

    await button(page, 'Resolve').click();
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await button(page, 'Reopen').click();
    await button(page, 'Reopen and page again').click();
    await button(page, 'Acknowledge').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await close();
  });

  it('an incident that somebody else answers first says so', async () => {
    const number = await dashboard.trigger(titled('Answered twice'));
    const { page, close } = await dashboard.visit(`/incidents/${number}`, { ...view, expected: /status of 409/ });
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
    const into = await dashboard.trigger(titled('The trouble itself'));
    const number = await dashboard.trigger(titled('The same trouble'));
    const { page, close } = await dashboard.visit(`/incidents/${number}`, view);
    await button(page, 'More to do').click();
    await page.getByRole('menuitem', { name: 'Merge into another' }).click();
    await page.getByLabel('Into which incident?').fill(into);
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('link', { name: 'the incident that it was merged into' }).click();
    await page.getByRole('heading', { level: 1, name: titled('The trouble itself') }).waitFor();
    await close();
  });

  it('somebody takes over for a day, and gives it back', async () => {
    const schedule = titled('Search primary');
    const rotation = { unit: 'week', length: 1, startsAt: '2026-03-02T09:00' };
    const layers = [{ name: 'weeks', rotation, participants: ['ada', 'ben'] }];
    await dashboard.api('/v1/schedules', 'POST', { name: schedule, timeZone: 'America/New_York', layers });
    const { page, close } = await dashboard.visit('/on-call', view);
    await page.getByRole('region', { name: schedule }).getByText('on call now').waitFor();
    await page.getByRole('link', { name: schedule }).click();
    await page.getByTestId('calendar').getByRole('button').first().waitFor();
    await button(page, 'Override').first().click();
    await page.getByLabel('Who takes over').selectOption('cleo');
    await button(page, 'Make override').click();
    const remove = button(page, 'Remove the override of Cleo Marin');
    await remove.waitFor();
    const bar = page.getByTestId('calendar').getByRole('button', { name: /Cleo Marin, override/ });
    await bar.first().waitFor();
    await remove.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await remove.waitFor({ state: 'detached' });
    await bar.waitFor({ state: 'detached' });

    await button(page, 'Swap').click();
    await page.getByLabel('This shift').selectOption({ index: 1 });
    await page.getByLabel('for this one').selectOption({ index: 1 });
    await button(page, 'Swap shifts').click();
    const halves = page.getByRole('region', { name: 'Overrides' }).getByText('swap');
    await halves.nth(1).waitFor();
    await button(page, /^Remove the override of/)
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await halves.first().waitFor({ state: 'detached' });
    await close();
  });

  it('says who would be paged on a Sunday night', async () => {
    const { page, close } = await dashboard.visit('/who?service=checkout', view);
    await page.getByLabel(/^At/).fill('2026-03-22T02:30');
    await page.getByTestId('plan').getByText('Ben Osei').first().waitFor();
    await page.getByTestId('plan').getByText('Duty manager').waitFor();
    await close();
  });

  it('a key is shown once, and what is sent with it is an incident', async () => {
    const { page, close } = await dashboard.visit('/services/checkout', view);
    await button(page, 'New key').click();
    await page.getByLabel('What sends alerts with it?').fill(titled('Grafana'));
    await button(page, 'Make key').click();
    const key = (await page.locator('.copyable code').first().textContent()) ?? '';
    const event = {
      routing_key: key,
      event_action: 'trigger',
      payload: { summary: titled('By its key'), source: 'x', severity: 'info' },
    };
    const sent = await fetch(`${dashboard.region.url}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) });
    expect(sent.status).toBe(202);
    await button(page, 'Close').click();
    await page.getByText(titled('Grafana')).waitFor();
    expect(await page.content()).not.toContain(key);
    await close();
  });

  it('a new person’s own schedule pages their own phone', async () => {
    const { page, troubles } = await openPage(dashboard.browser, `${dashboard.region.url}/`, view);
    await button(page, /^Sign in$/).click();
    await page.getByRole('button', { name: /Ada Park/ }).click();
    if (name === 'a phone') await button(page, 'More').click();
    await page.getByRole('link', { name: 'Set up my on-call' }).click();
    const phone = name === 'a phone' ? '+12025550171' : '+12025550172';
    await page.getByLabel('Your name').fill(titled('Dana'));
    await page.getByLabel('Your phone').fill(phone);
    await button(page, 'Send me a code').click();
    await page.getByLabel('Code').waitFor();
    await page.getByLabel('Code').fill(await dashboard.codeSentTo(phone));
    await button(page, 'Verify').click();
    await button(page, 'Page me now').click();
    await page.getByRole('heading', { level: 1, name: 'My first page' }).waitFor();
    await page.locator('.paged').getByText('Text message').waitFor();
    const { items } = await dashboard.api('/sandbox/messages');
    expect(items.at(-1)).toMatchObject({ kind: 'sms', to: phone, body: expect.stringContaining('My first page') });
    await button(page, 'Acknowledge').click();
    await button(page, 'Acknowledge').waitFor({ state: 'detached' });
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
