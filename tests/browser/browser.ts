import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** How long to look for something before a test has failed; only a bound, for a machine that is busy. */
const PATIENCE_MS = 30_000;

/** What its package sets for the inside of a Lambda: here each page is a process, and a page's policies count. */
const NOT_FOR_TESTS = [
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
];

/** A real Chromium without a window. It comes with `npm ci`. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((argument) => !NOT_FOR_TESTS.includes(argument)),
    headless: true,
  });

/** A page, and what went wrong in it: errors that its scripts threw, and what its content security policy refused. */
export const openPage = async (
  browser: Browser,
  url: string,
  options: { readonly viewport?: { width: number; height: number }; readonly colorScheme?: 'dark' | 'light' } = {},
): Promise<{ readonly page: Page; readonly troubles: readonly string[] }> => {
  const { viewport = DESKTOP, colorScheme = 'dark' } = options;
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) troubles.push(message.text());
  });
  await page.goto(url);
  return { page, troubles };
};
