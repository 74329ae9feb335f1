import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, Dashboard, PATIENCE, VIEWS } from './dashboard.ts';

const [[, DESKTOP_VIEW], [, PHONE_VIEW]] = VIEWS;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
});
afterAll(async () => {
  await dashboard?.stop();
});

const dialog = (page: Page) => page.getByRole('dialog');

describe('who is paged, set up in the dashboard', PATIENCE, () => {
  it('a contact method is added and verified by the code that it was sent, and used by a rule', async () => {
    const user = await dashboard.api('/v1/users', 'POST', { name: 'Dana Cole' });
    const phone = '+12025550181';
    const { page, close } = await dashboard.visit(`/people/${user.id}`, { ...PHONE_VIEW, expected: /status of 4/ });
    await page.getByText('they cannot be reached').waitFor();
    await page.getByRole('region', { name: 'Contact methods' }).getByRole('button', { name: 'Add' }).click();
    await page.getByLabel('Where').fill(phone);
    await button(page, 'Send a code').click();
    await page.getByLabel('Code').fill('000000');
    await button(page, 'Verify').click();
    await dialog(page).locator('.field-error, .problem').first().waitFor();
    await page.getByLabel('Code').fill(await dashboard.codeSentTo(phone));
    await button(page, 'Verify').click();
    await page.getByText('Verified', { exact: true }).waitFor();
    await button(page, 'Add a rule').click();
    await button(page, 'Add rule').click();
    await page.getByText(`At once: Text message to ${phone}`).waitFor();
    await close();
  });

  it('a policy is drawn as a ladder, and its service shows it', async () => {
    const { page, close } = await dashboard.visit('/policies', { ...DESKTOP_VIEW, expected: /status of 400/ });
    await button(page, 'New policy').click();
    await page.getByLabel('Name').fill('Billing');
    await dialog(page).getByRole('group', { name: 'Who is paged' }).getByLabel('Ben Osei').check();
    await dialog(page).getByLabel('By turns').check();
    await button(page, 'Tell a webhook').first().click();
    await page.getByLabel('Address of the webhook').fill('http://localhost/hook');
    await button(page, 'Create policy').click();
    await dialog(page)
      .getByText(/^must be an https address/)
      .waitFor();
    await page.getByLabel('Address of the webhook').fill('https://hooks.example.com/billing');
    await button(page, 'Tell a Slack channel').first().click();
    await page.getByLabel('Id of the Slack channel').fill('C012AB3CD');
    await page.getByLabel('Name of the channel').fill('#billing');
    await button(page, 'Create policy').click();
    await page.getByRole('region', { name: 'Billing' }).getByText('by turns').waitFor();
    await page.getByRole('region', { name: 'Billing' }).getByText('hooks.example.com').waitFor();
    await page.getByRole('region', { name: 'Billing' }).getByText('#billing').waitFor();
    await page.getByRole('region', { name: 'Billing' }).getByRole('link', { name: 'Ben Osei' }).waitFor();
    await page.getByRole('link', { name: 'Services' }).click();
    await button(page, 'New service').click();
    await page.getByLabel('Name').fill('Invoices');
    await page.getByLabel('Escalation policy').selectOption({ label: 'Billing' });
    await button(page, 'Create service').click();
    await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
    await page.getByRole('region', { name: 'Who is paged' }).getByText('Ben Osei').waitFor();
    await close();
  });

  it('a service is in maintenance for a while, and says so', async () => {
    const { id } = await dashboard.api('/v1/services', 'POST', { name: 'Archive', policyId: 'checkout' });
    const { page, close } = await dashboard.visit(`/services/${id}`, PHONE_VIEW);
    await button(page, 'Begin').click();
    await page.getByLabel('Why?').fill('The disks are changed');
    await button(page, 'Begin maintenance').click();
    await page.getByText('The disks are changed').waitFor();
    await page.locator('#main').getByRole('link', { name: 'Services' }).click();
    await page.getByRole('region', { name: 'Archive' }).getByText('In maintenance until').waitFor();
    await page.getByRole('link', { name: 'Archive' }).click();
    await button(page, 'End the maintenance').click();
    await dialog(page).getByRole('button', { name: 'End' }).click();
    await page.getByText('None now or ahead').waitFor();
    await close();
  });

  it('a drill pages somebody for practice, and how long it took is kept', async () => {
    const { page, close } = await dashboard.visit('/drills', PHONE_VIEW);
    await button(page, 'Start a drill').click();
    await page.getByLabel('Who').selectOption({ label: 'Cleo Marin' });
    await button(page, 'Page them now').click();
    await page.getByTestId('drills').getByText('Cleo Marin').waitFor();
    await page.getByText('Under way').waitFor();
    await fetch(`${dashboard.region.url}/sandbox/phones/+12025550103/reply`, {
      method: 'POST',
      body: JSON.stringify({ body: '1a' }),
    });
    await page.getByTestId('drills').getByText('Answered', { exact: true }).last().waitFor();
    await close();
  });

  it('a token is made, works, and is removed', async () => {
    const { page, close } = await dashboard.visit('/settings', DESKTOP_VIEW);
    await button(page, 'New token').click();
    await page.getByLabel('What is it for?').fill('The deploy script');
    await button(page, 'Make token').click();
    const token = (await page.locator('.copyable code').textContent()) ?? '';
    await button(page, 'Close').click();
    const ask = () =>
      fetch(`${dashboard.region.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    expect(await ask()).toBe(200);
    await button(page, 'Remove the token The deploy script').click();
    await dialog(page).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The deploy script', { exact: true }).waitFor({ state: 'detached' });
    expect(await ask()).toBe(401);
    await close();
  });

  it('an address for calendar programs is made, and has the shifts', async () => {
    const { page, close } = await dashboard.visit('/on-call/checkout-primary', DESKTOP_VIEW);
    await button(page, 'Calendar feed').click();
    await button(page, 'Make the address').click();
    const address = (await page.locator('.copyable code').textContent()) ?? '';
    expect(await (await fetch(address)).text()).toContain('BEGIN:VEVENT');
    await close();
  });
});

describe('a viewer', PATIENCE, () => {
  const CHANGES =
    /Declare|Acknowledge|Resolve|Escalate|Assign|More to do|New |Add|Edit|Remove|Override|Rotate|Begin|drill/;

  it('sees everything, and finds nothing to change', async () => {
    const number = await dashboard.trigger('Seen by a viewer');
    const { token } = await dashboard.api('/v1/tokens', 'POST', {
      name: 'Wall screen',
      role: 'viewer',
      expiresAt: '2026-04-01T00:00:00.000Z',
    });
    const { page, close } = await dashboard.visit('/', { ...DESKTOP_VIEW, token });
    const places = ['/', `/incidents/${number}`, '/on-call', '/on-call/checkout-primary', '/services'];
    for (const path of [
      ...places,
      '/services/checkout',
      '/people',
      '/people/ada',
      '/policies',
      '/drills',
      '/settings',
    ]) {
      await page.evaluate(
        `history.pushState(null, '', '${path}'); window.dispatchEvent(new PopStateEvent('popstate'));`,
      );
      await page.locator('#main h1').first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count(), { timeout: 30_000 }).toBe(0);
      const enabled = page.locator('#main button:enabled');
      expect((await enabled.filter({ hasText: CHANGES }).allTextContents()).join(', '), path).toBe('');
    }
    await close();
  });

  it('is refused by the API whatever a page may ask', async () => {
    const { token } = await dashboard.api('/v1/tokens', 'POST', {
      name: 'Another wall screen',
      role: 'viewer',
      expiresAt: '2026-04-01T00:00:00.000Z',
    });
    const number = await dashboard.trigger('Not to be answered by a viewer');
    const { page, close } = await dashboard.visit(`/incidents/${number}`, {
      ...DESKTOP_VIEW,
      token,
      expected: /status of 403/,
    });
    const asked = `fetch('/v1/incidents/${number}/acknowledge', {
      method: 'POST', headers: { authorization: 'Bearer ${token}' } }).then(({ status }) => status)`;
    expect(await page.evaluate(asked)).toBe(403);
    expect(await dashboard.api(`/v1/incidents/${number}`)).toMatchObject({ status: 'triggered' });
    await close();
  });
});
