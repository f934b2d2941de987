/// <reference lib="dom" />
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

const desktop = { width: 1440, height: 900 };
const limitMs = 30_000;

export interface OpenOptions extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme'> {
  /** Runs before the page is asked for. */
  readonly before?: (page: Page) => Promise<unknown>;
}

/**
 * Opens pages of the console, each in a profile of its own, closed after the test. A test fails if a page of it throws
 * or its content security policy refuses something.
 */
export function useConsole() {
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.MILLRACE_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
    });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });

  return async function open(path: string, options: OpenOptions = {}): Promise<Page> {
    const { before, ...rest } = options;
    // What moves for ever is drawn sixty times a second by the processor, for each page that is open.
    const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...rest });
    context.setDefaultTimeout(limitMs);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|hydrat/i.test(message.text())) complaints.push(message.text());
    });
    await before?.(page);
    await page.goto(`${inject('consoleUrl')}${path}`);
    // Until then it is as the server has drawn it, and a click is lost.
    await expect.poll(() => isTakenOver(page)).toBe(true);
    return page;
  };
}

/** Whether React has taken the page over. */
const isTakenOver = (page: Page) =>
  page.evaluate(() =>
    Object.keys(document.querySelector('header') ?? {}).some((key) => key.startsWith('__reactProps')),
  );

/** Rows of a table of records, as far as they are there. */
export const recordRows = (page: Page) =>
  page.locator('tbody tr').filter({ has: page.locator('button[aria-expanded]') });

/** Waits until an element's text contains a text. */
export const untilText = (page: Page, testId: string, text: string | RegExp) =>
  page.getByTestId(testId).filter({ hasText: text }).waitFor();
