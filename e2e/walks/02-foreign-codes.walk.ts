import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { addProduct, chooseProduct, setUpHeadOffice } from '../support/head-office.ts';
import { bindMobile, openOwnScanner, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let browser: Browser;
let office: Page;
let phone: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  office = (await openPage(browser, desktop)).page;
  phone = (await openPage(browser, desktop)).page;
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const foreignCodes = [...Array(200).keys()].map((n) => `OLD-FACTORY-${1000 + n}`);

test('S11: a CSV of foreign codes is imported with a report of the lines it refused', async () => {
  await setUpHeadOffice(office, product.setupUrl);
  await addProduct(office, '老厂香醋', 5);
  await office.getByTestId('nav-imports').click();
  await chooseProduct(office, 'import-product', '老厂香醋');
  const lines = ['code', ...foreignCodes, foreignCodes[7], '', 'x'.repeat(2000)];
  await office.getByTestId('import-file').setInputFiles({
    name: 'old-factory.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`),
  });
  await office.getByTestId('import-start').click();
  // The first lines are shown as they will be read; they are right.
  await office.getByTestId('import-run').click();
  await office.getByTestId('import-accepted').filter({ hasText: '200' }).waitFor();
  await keepScreenshot(office, 'console-import');
  const [download] = await Promise.all([
    office.waitForEvent('download'),
    office.getByTestId('import-rejections-download').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
});

test('B5: before activation a foreign code pays nothing and says so', async () => {
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, `${product.serverUrl}/C/${foreignCodes[3]}`);
  await webView(phone).getByTestId('bind-mobile').waitFor();
  await bindMobile(phone, '15400000003');
  await webView(phone).getByTestId('result-title').filter({ hasText: '还没有启用' }).waitFor();
});

test('S11, S4: after activation the same label pays', async () => {
  await office.getByTestId('import-open-batch').click();
  await office.getByTestId('batch-activate').first().click();
  await office.getByTestId('change-ok').click();
  await office.getByTestId('batch-freeze').first().waitFor();
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, `${product.serverUrl}/C/${foreignCodes[3]}`);
  const page = webView(phone);
  await page.getByTestId('result-title').filter({ hasText: '恭喜您，积分成功' }).waitFor();
  expect(await page.getByTestId('result-points').innerText()).toContain('5');
});
