import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { addProduct, chooseProduct, setUpHeadOffice } from '../support/head-office.ts';
import { bindMobile, openOwnScanner, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { drawQrPicture } from '../support/qr-picture.ts';
import { openProtectedArchive } from '../support/protected-archive.ts';

const phoneSize = { width: 390, height: 844 };

let product: RunningProduct;
let browser: Browser;
let office: Page;
let phone: Page;
let printer: Page;
let labels: string[];
let link: string;
let password: string;
const scriptErrors: string[] = [];

async function open(size: { width: number; height: number }): Promise<Page> {
  const tab = await openPage(browser, size);
  tab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
  return tab.page;
}

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  office = await open(desktop);
  phone = await open(desktop);
  printer = await open(phoneSize);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('S18: an order shows its code, its QR and its size in print before it is made', async () => {
  await setUpHeadOffice(office, product.setupUrl);
  await addProduct(office, '老抽 1L', 8);
  await office.getByTestId('nav-batches').click();
  await office.getByTestId('batch-new').first().click();
  await office.getByTestId('batch-quantity').fill('1000000000');
  await office.getByTestId('preview-decoded').waitFor();
  expect(await office.getByTestId('preview').innerText()).toMatch(/12\.2\d* ?(mm|毫米)/);
  await keepScreenshot(office, 'console-batch-order');
});

test('B6, B1: a billion blank codes are ordered at once; without a product they cannot be activated', async () => {
  await office.getByTestId('batch-save').click();
  await office.getByTestId('batch-detail').waitFor();
  await office.getByTestId('batch-state').first().waitFor();
  expect(await office.getByTestId('batch-detail').innerText()).toContain('1,000,000,000');
  await office.getByTestId('batch-assign-product').first().click();
  await chooseProduct(office, 'change-product', '老抽 1L');
  await office.getByTestId('change-part').click();
  await office.getByTestId('change-first').fill('0');
  await office.getByTestId('change-last').fill('999');
  await office.getByTestId('change-ok').click();
  await office.getByTestId('change-dialog').waitFor({ state: 'hidden' });
});

test('B7: a print file leaves by a link without an account, behind a password told apart', async () => {
  await office.getByTestId('batch-tab-deliveries').click();
  await office.getByTestId('batch-deliver').click();
  await office.getByTestId('delivery-recipient').fill('城东印刷厂');
  await office.getByTestId('delivery-first').fill('0');
  await office.getByTestId('delivery-last').fill('999');
  await keepScreenshot(office, 'console-new-delivery');
  await office.getByTestId('delivery-ok').click();
  link = await office.getByTestId('delivery-link').inputValue();
  password = await office.getByTestId('delivery-password').inputValue();
  await office.getByTestId('delivery-done').click();

  await printer.goto(link);
  await printer.getByTestId('pickup-facts').waitFor();
  await keepScreenshot(printer, 'pickup');
  const [download] = await Promise.all([
    printer.waitForEvent('download'),
    printer.getByTestId('pickup-take').click(),
  ]);
  const archive = readFileSync(await download.path());
  expect(await openProtectedArchive(archive, 'a-wrong-password')).toBeNull();
  labels = (await openProtectedArchive(archive, password))!.trimEnd().split(/\r?\n/);
  expect(new Set(labels).size).toBe(1000);
});

test('B5, B7: a code met before its activation pays nothing and raises an alarm that names the copy', async () => {
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, labels[5]!);
  await webView(phone).getByTestId('bind-mobile').waitFor();
  await bindMobile(phone, '15400000081');
  await webView(phone).getByTestId('result-title').filter({ hasText: '还没有启用' }).waitFor();
  await office.getByTestId('nav-alarms').click();
  await office.getByTestId('alarm-row').filter({ hasText: '城东印刷厂' }).waitFor();
  await keepScreenshot(office, 'console-alarm-early');
});

test('B5: a part of the batch is activated, and only that part pays', async () => {
  await office.getByTestId('nav-batches').click();
  await office.getByTestId('batch-open').first().click();
  await office.getByTestId('batch-activate').first().click();
  await office.getByTestId('change-part').click();
  await office.getByTestId('change-first').fill('0');
  await office.getByTestId('change-last').fill('499');
  await office.getByTestId('change-ok').click();
  await office.getByTestId('change-dialog').waitFor({ state: 'hidden' });
  await office.getByTestId('batch-life-activated').filter({ hasText: '500' }).waitFor();
  await keepScreenshot(office, 'console-batch-page');

  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, labels[5]!);
  const page = webView(phone);
  await page.getByTestId('result-title').filter({ hasText: '恭喜您，积分成功' }).waitFor();
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, labels[700]!);
  await page.getByTestId('result-title').filter({ hasText: '还没有启用' }).waitFor();
});

test('S18: a photo of a label tells what it is, whose it is, and by which copy it left', async () => {
  await office.getByTestId('nav-codes').click();
  await office.getByTestId('code-photo').setInputFiles({
    name: 'label.png',
    mimeType: 'image/png',
    buffer: await drawQrPicture(labels[5]!),
  });
  await office.getByTestId('code-history').waitFor();
  await office.getByTestId('code-deliveries').filter({ hasText: '城东印刷厂' }).waitFor();
  await office.getByTestId('code-claim').waitFor();
  await keepScreenshot(office, 'console-code-look-up');
});

test('B7: head office takes the copy back, and the link says so', async () => {
  await office.getByTestId('nav-deliveries').click();
  await office.getByTestId('delivery-open').first().click();
  await office.getByTestId('mark-row').first().waitFor();
  await office.getByTestId('delivery-revoke').click();
  await office.getByTestId('delivery-revoke-reason').fill('印刷厂换人');
  await office.getByTestId('delivery-revoke-reason-ok').click();
  await office.getByTestId('delivery-state').filter({ hasText: '已' }).first().waitFor();
  await keepScreenshot(office, 'console-delivery');
  await printer.reload();
  await printer.getByTestId('pickup-end').waitFor();
});

test('no page raised a script error', () => {
  expect(scriptErrors).toEqual([]);
});
