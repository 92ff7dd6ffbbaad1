import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const screenshotsDir = path.resolve(import.meta.dirname, '../../screenshots');

/** Headless Chromium that speaks to nobody but the pages it is sent to. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that fails the walk when a script of ours breaks. */
export async function openPage(
  browser: Browser,
  size: { width: number; height: number },
): Promise<{ page: Page; scriptErrors: string[] }> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env['WALK_TIMEOUT_MS'] ?? 45_000));
  const scriptErrors: string[] = [];
  page.on('pageerror', (error) => scriptErrors.push(String(error)));
  return { page, scriptErrors };
}

/** Keeps a picture for people to look at (`screenshots/`, not committed). */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotsDir, { recursive: true });
  await page.screenshot({ path: path.join(screenshotsDir, `${name}.png`) });
}

export const desktop = { width: 1440, height: 900 };
