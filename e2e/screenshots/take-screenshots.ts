import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createApiClient } from '../support/api-client.ts';
import { desktop, openBrowser } from '../support/browser.ts';
import { password } from '../support/head-office.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { consolePages, consumerPages, strangerPages, type PageToShow } from './pages.ts';

const phone = { width: 390, height: 844 };
const folder = path.resolve(process.argv[2] ?? 'screenshots/pages');
/** A list on a slow machine, with its pictures. */
const settleMs = 900;

/** Every page at both sizes, with the demo's data, into the folder. Exit code 1 if a page broke. */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const product = await startProduct({ demo: true });
  const browser = await openBrowser();
  const broken: string[] = [];
  try {
    const member = await signInDemoMember(product);
    const office = await signInHeadOffice(product);
    for (const [size, name] of [
      [phone, 'phone'],
      [desktop, 'desktop'],
    ] as const) {
      const shot = { browser, origin: product.serverUrl, size, name, broken };
      await takePages(shot, strangerPages, []);
      await takePages(shot, consumerPages, member);
      await takePages(shot, consolePages, office);
    }
  } finally {
    await browser.close();
    await product.stop();
  }
  for (const line of broken) process.stderr.write(`${line}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

interface Shot {
  browser: Browser;
  origin: string;
  size: { width: number; height: number };
  name: string;
  broken: string[];
}
type Cookie = { name: string; value: string; domain: string; path: string };

async function takePages(
  { browser, origin, size, name, broken }: Shot,
  pages: readonly PageToShow[],
  cookies: Cookie[],
): Promise<void> {
  const context = await browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await context.addCookies(cookies);
  for (const { file, address, prepare } of pages) {
    const page = await context.newPage();
    const complain = (what: unknown) => broken.push(`${file} (${name}): ${String(what)}`);
    page.on('pageerror', complain);
    page.on('response', (response) => response.status() >= 500 && complain(response.url()));
    await page.goto(`${origin}${address}`);
    await settle(page);
    if (prepare) {
      await prepare(page).catch(complain);
      await settle(page);
    }
    await page.screenshot({ path: path.join(folder, `${file}-${name}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.waitForTimeout(settleMs);
}

/** The demo's first member, by an SMS that arrives on the simulated phone. */
async function signInDemoMember({ serverUrl, phoneUrl }: RunningProduct): Promise<Cookie[]> {
  const mobile = '15411110001';
  const client = createApiClient(serverUrl);
  const { policyVersion } = await client.get<{ policyVersion: string }>('/api/site');
  await client.post('/api/sms-codes', { mobile, agreedPolicyVersion: policyVersion });
  const { sms } = await createApiClient(phoneUrl).get<{ sms: { mobile: string; text: string }[] }>(
    '/simulator/sms',
  );
  const text = sms.findLast((sent) => sent.mobile === mobile)?.text ?? '';
  const smsCode = /\d{6}/.exec(text)?.[0] ?? '';
  const newPassword = 'demo-member-2026';
  await client.post('/api/password-resets', { mobile, smsCode, newPassword });
  return client.cookies();
}

async function signInHeadOffice({ serverUrl, setupUrl }: RunningProduct): Promise<Cookie[]> {
  const client = createApiClient(serverUrl);
  const setupToken = new URL(setupUrl).hash.replace('#token=', '');
  await client.post('/api/hq/setup', { setupToken, loginName: '总部管理员', password });
  return client.cookies();
}

await main();
