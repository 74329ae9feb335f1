import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** How long to look for something before a test has failed; only a bound, for a machine that is busy. */
const PATIENCE_MS = 30_000;

/**
 * What its package sets for the inside of a Lambda: here each page is a process, a page's policies count, and nothing is
 * drawn by a graphics processor that would be made of this one.
 */
const NOT_FOR_TESTS = [
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--ignore-gpu-blocklist',
  '--in-process-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** A real Chromium without a window. It comes with `npm ci`. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => !NOT_FOR_TESTS.includes(argument)), '--disable-gpu'],
    headless: true,
  });

export interface View {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'dark' | 'light';
  /** Kept for when there is no network: most pages under test are opened once, and need not be. */
  readonly serviceWorkers?: 'allow' | 'block';
  /** Run in the page before its own scripts. */
  readonly before?: string;
}

/** A page, and what went wrong in it: what its scripts threw or complained of, and what its policy refused. */
export const openPage = async (
  browser: Browser,
  url: string,
  { viewport = DESKTOP, colorScheme = 'dark', serviceWorkers = 'allow', before }: View = {},
): Promise<{ readonly page: Page; readonly troubles: readonly string[] }> => {
  const context = await browser.newContext({ viewport, colorScheme, serviceWorkers, reducedMotion: 'reduce' });
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy')) troubles.push(message.text());
  });
  await page.goto(url);
  return { page, troubles };
};
