/** A real browser, of the one that npm brings: one a file, a context (cookies, storage) a test. */
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

/** Meant for functions in a cloud: with it, the end of one context is the end of the browser. */
const ONE_PROCESS = new Set(['--single-process', '--no-zygote']);

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((argument) => !ONE_PROCESS.has(argument)),
    headless: true,
  });
}

export interface Visitor {
  width?: number;
  colours?: 'light' | 'dark';
  locale?: string;
}

export const visit = (
  browser: Browser,
  baseURL: string,
  { width = 1280, colours = 'light', locale = 'en-GB' }: Visitor = {},
): Promise<BrowserContext> =>
  browser.newContext({
    baseURL,
    locale,
    colorScheme: colours,
    timezoneId: 'Europe/Berlin',
    viewport: { width, height: width < 600 ? 844 : 900 },
    reducedMotion: 'reduce',
  });
