import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { signIn } from '../support/head-office.ts';
import { openOffice, type OfficeClient } from '../support/office-client.ts';
import { bindMobile, openChat, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let browser: Browser;
let client: OfficeClient;
let office: Page;
let phone: Page;
let scriptErrors: string[];
let soy: string[];
let oyster: string[];

beforeAll(async () => {
  product = await startProduct();
  client = await openOffice(product);
  soy = await client.makeCodes({ name: '鲜味酱油', points: 10, quantity: 20 });
  oyster = await client.makeCodes({ name: '厨师蚝油', points: 60, quantity: 20 });
  browser = await openBrowser();
  const officeTab = await openPage(browser, desktop);
  const phoneTab = await openPage(browser, desktop);
  office = officeTab.page;
  phone = phoneTab.page;
  scriptErrors = officeTab.scriptErrors;
  phoneTab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
  await office.goto(`${product.serverUrl}/hq/login`);
  await signIn(office);
  await office.getByTestId('nav-statistics').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('S15: claims made on the phone move the dashboard without a reload', async () => {
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  await bindMobile(phone, '15400000041');
  await webView(phone).getByTestId('points-balance').waitFor();
  await phone.getByTestId('webview-close').click();
  await office.getByTestId('live-claims-today').filter({ hasText: '0' }).waitFor();
  for (const [index, label] of [soy[0]!, soy[1]!, oyster[0]!].entries()) {
    await phone.getByTestId('menu-SCAN_POINTS').click();
    await scanLabel(phone, label);
    await office
      .getByTestId('live-claims-today')
      .filter({ hasText: String(index + 1) })
      .waitFor();
  }
  expect(await office.getByTestId('live-points-today').innerText()).toBe('80');
  await keepScreenshot(office, 'figures-dashboard');
});

test('S15: by product the figures add up, and open into entries that agree', async () => {
  await office.goto(`${product.serverUrl}/hq/statistics?by=product&range=today`);
  await office.getByTestId('statistics-total').waitFor();
  expect(await office.getByTestId('statistics-total-points').innerText()).toContain('80');
  expect(await office.getByTestId('statistics-total-claims').innerText()).toContain('3');
  const rows = office.getByTestId('statistics-row');
  await rows.nth(1).waitFor();
  const texts = await rows.allInnerTexts();
  expect(texts.find((text) => text.includes('鲜味酱油'))).toMatch(/\t20\t2\t/);
  expect(texts.find((text) => text.includes('厨师蚝油'))).toMatch(/\t60\t1\t/);
  await keepScreenshot(office, 'figures-by-product');
  await rows.filter({ hasText: '鲜味酱油' }).getByTestId('statistics-row-points').click();
  await office.getByTestId('entries-row').nth(1).waitFor();
  expect(await office.getByTestId('entries-row').count()).toBe(2);
  await office.getByTestId('entries-totals').filter({ hasText: '20' }).waitFor();
  await keepScreenshot(office, 'figures-entries');
});

test('S15: by province, crossed with products, and by hour the same claims are found', async () => {
  const today = await office.evaluate(() => {
    const start = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    return { from: `${start}T00:00:00+08:00` };
  });
  const from = new Date(today.from).toISOString();
  const to = new Date(new Date(today.from).getTime() + 86_400_000).toISOString();
  for (const by of [
    'hour',
    'day',
    'province',
    'city',
    'product',
    'batch',
    'memberKind',
    'member',
  ]) {
    const { rows, total } = await client.get<{
      rows: { claims: number; points: number }[];
      total: { claims: number; points: number };
    }>(`/api/hq/statistics?by=${by}&from=${from}&to=${to}`);
    expect([by, total]).toEqual([by, { claims: 3, points: 80 }]);
    expect([by, rows.reduce((sum, row) => sum + row.points, 0)]).toEqual([by, 80]);
  }
  await office.goto(`${product.serverUrl}/hq/statistics?by=province&across=product&range=today`);
  await office.getByTestId('statistics-total').waitFor();
  await keepScreenshot(office, 'figures-crossed');
});

test('no page threw a script error on the whole way', () => {
  expect(scriptErrors).toEqual([]);
});
