import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import {
  addProduct,
  password,
  printActivatedBatch,
  setUpHeadOffice,
  signIn,
} from '../support/head-office.ts';
import { bindMobile, openChat, openOwnScanner, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { decodeQrPicture, drawQrPicture } from '../support/qr-picture.ts';

let product: RunningProduct;
let browser: Browser;
let office: Page;
let phone: Page;
let scriptErrors: string[];
let labels: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  const officeTab = await openPage(browser, desktop);
  const phoneTab = await openPage(browser, desktop);
  office = officeTab.page;
  phone = phoneTab.page;
  scriptErrors = officeTab.scriptErrors;
  phoneTab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('S17: the one-time link makes the first administrator, and works once', async () => {
  await setUpHeadOffice(office, product.setupUrl);
  await keepScreenshot(office, 'console-overview-empty');
  const stranger = await openPage(browser, desktop);
  await stranger.page.goto(product.setupUrl);
  await stranger.page.getByTestId('setup-obstacle').waitFor();
  await stranger.page.context().close();
});

test('S11, S18, B5: a product, a batch, its activation and its print file', async () => {
  await addProduct(office, '鲜味酱油 500ml', 10);
  await keepScreenshot(office, 'console-products');
  labels = await printActivatedBatch(office, '鲜味酱油 500ml', 50);
  await keepScreenshot(office, 'console-batch');
  expect(labels).toHaveLength(50);
  expect(new Set(labels).size).toBe(50);
  for (const label of labels.slice(0, 5)) {
    expect(label).toMatch(new RegExp(`^${product.serverUrl}/C/[0-9A-HJKMNP-TV-Z]{16}$`));
    expect(await decodeQrPicture(await drawQrPicture(label))).toBe(label);
  }
});

test('S1, S3: WeChat’s scanner opens the page; whoever is not bound binds once by SMS, and the code pays', async () => {
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, labels[0]!);
  const page = webView(phone);
  await page.getByTestId('bind-mobile').waitFor();
  await keepScreenshot(phone, 'phone-bind');
  await bindMobile(phone, '15400000001');
  await page.getByTestId('result-title').waitFor();
  expect(await page.getByTestId('result-title').innerText()).toContain('恭喜您，积分成功');
  expect(await page.getByTestId('result-balance').innerText()).toContain('10');
  await keepScreenshot(phone, 'phone-landing-awarded');
});

test('S2, S4: one tap on 【扫码积分】 and one scan answer 恭喜您，积分成功 in the chat', async () => {
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[1]!);
  const bubble = phone.getByTestId('bubble-in').filter({ hasText: '恭喜您，积分成功' });
  await bubble.waitFor();
  expect(await bubble.innerText()).toContain('+10 分，当前积分 20 分');
  await keepScreenshot(phone, 'phone-chat-awarded');
});

test('S5: a second scan answers 该产品已经被积过分了, and when', async () => {
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[1]!);
  const bubble = phone.getByTestId('bubble-in').filter({ hasText: '该产品已经被积过分了' });
  await bubble.waitFor();
  expect(await bubble.innerText()).toMatch(/您在 \d{4}-\d\d-\d\d \d\d:\d\d 已经/);
});

test('S4, S20: the page scans through the JS-SDK, whose signature WeChat’s side verifies', async () => {
  await phone.getByTestId('menu-网页扫码').click();
  const page = webView(phone);
  // The page was opened for scanning, so the scanner opens by itself.
  await scanLabel(phone, labels[2]!);
  await page.getByTestId('result-title').waitFor();
  expect(await page.getByTestId('result-title').innerText()).toContain('恭喜您，积分成功');
  await page.getByTestId('result-again').click();
  await scanLabel(phone, labels[2]!);
  await page.getByTestId('result-title').filter({ hasText: '该产品已经被积过分了' }).waitFor();
  await keepScreenshot(phone, 'phone-page-already');
  await phone.getByTestId('webview-close').click();
});

test('S6: 【我的积分】 shows the balance and every entry', async () => {
  await phone.getByTestId('menu-我的积分').click();
  const page = webView(phone);
  await page.getByTestId('points-balance').filter({ hasText: '30' }).waitFor();
  await page.getByTestId('points-entry').nth(2).waitFor();
  expect(await page.getByTestId('points-entry').count()).toBe(3);
  await keepScreenshot(phone, 'phone-points');
  await phone.getByTestId('webview-close').click();
});

test('S14: head office sees an entry appear without reloading, and the counter moves', async () => {
  await office.getByTestId('nav-entries').click();
  await office.getByTestId('entries-row').nth(2).waitFor();
  expect(await office.getByTestId('entries-row').count()).toBe(3);
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[3]!);
  await office.getByTestId('entries-row').nth(3).waitFor();
  const newest = await office.getByTestId('entries-row').first().innerText();
  expect(newest).toContain('154****0001');
  expect(newest).toContain('鲜味酱油 500ml');
  await keepScreenshot(office, 'console-entries');
  await office.getByTestId('nav-overview').click();
  await office.getByTestId('live-claims-today').filter({ hasText: '4' }).waitFor();
  expect(await office.getByTestId('live-points-today').innerText()).toBe('40');
  await keepScreenshot(office, 'console-overview');
});

test('S5: another member is told that somebody else has claimed it', async () => {
  await phone.goto(product.phoneUrl);
  await phone.getByTestId('user-new').click();
  await openOwnScanner(phone);
  await scanLabel(phone, labels[0]!);
  await webView(phone).getByTestId('bind-mobile').waitFor();
  await bindMobile(phone, '15400000002');
  const detail = webView(phone).getByTestId('result-detail');
  await detail.waitFor();
  expect(await detail.innerText()).toContain('被其他会员积过分');
});

test('S17: a changed password counts at once', async () => {
  await office.getByTestId('nav-password').click();
  await office.getByTestId('password-current').fill(password);
  await office.getByTestId('password-new').fill('another-long-secret-77');
  await office.getByTestId('password-again').fill('another-long-secret-77');
  await office.getByTestId('password-submit').click();
  const other = await openPage(browser, desktop);
  await other.page.goto(`${product.serverUrl}/hq/login`);
  await signIn(other.page);
  await other.page.getByTestId('login-error').waitFor();
  await signIn(other.page, 'another-long-secret-77');
  await other.page.getByTestId('nav-products').waitFor();
  await other.page.context().close();
});

test('no page threw a script error on the whole way', () => {
  expect(scriptErrors).toEqual([]);
});
