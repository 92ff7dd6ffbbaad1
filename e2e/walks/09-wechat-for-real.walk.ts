import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../support/api-client.ts';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { chooseOption, signIn } from '../support/head-office.ts';
import { openOffice, type OfficeClient } from '../support/office-client.ts';
import { bindMobile, openChat, openOwnScanner, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { decodeQrPicture } from '../support/qr-picture.ts';

const mobile = '15400000091';
const scriptErrors: string[] = [];

let product: RunningProduct;
let browser: Browser;
let office: Page;
let phone: Page;
let other: Page;
let client: OfficeClient;
let platform: ApiClient;
let labels: string[] = [];
let boundAtMs = 0;

beforeAll(async () => {
  product = await startProduct();
  platform = createApiClient(product.phoneUrl);
  client = await openOffice(product);
  labels = await client.makeCodes({ name: '鲜味酱油 500ml', points: 10, quantity: 40 });
  browser = await openBrowser();
  [office, phone, other] = [await openTab(), await openTab(), await openTab()];
  await office.goto(`${product.serverUrl}/hq`);
  await signIn(office);
  await office.getByTestId('nav-wechat').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function openTab(): Promise<Page> {
  const tab = await openPage(browser, desktop);
  tab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
  return tab.page;
}

const bubble = (page: Page, hasText: string) =>
  page.getByTestId('bubble-in').filter({ hasText }).last();
const check = (name: string) => office.getByTestId(`check-${name}`);
const stateOf = (name: string, words: string) =>
  check(name).getByTestId('check-state').filter({ hasText: words }).waitFor();

test('S20: the check list tests each thing, and says what to click when WeChat refuses the address', async () => {
  await platform.patch('/simulator/settings', { ipWhitelist: ['198.51.100.1'] });
  await office.goto(`${product.serverUrl}/hq/wechat/checks`);
  await office.getByTestId('check-run-all').click();
  await stateOf('ipWhitelist', '未通过');
  expect(await check('ipWhitelist').innerText()).toContain('127.0.0.1');
  await keepScreenshot(office, 'wechat-checks-failed');
  await platform.patch('/simulator/settings', { ipWhitelist: null });
  await check('ipWhitelist').getByTestId('check-run').click();
  await stateOf('ipWhitelist', '通过');
  for (const name of ['token', 'signature', 'menu']) {
    await check(name).getByTestId('check-run').click();
    await stateOf(name, '通过');
  }
  await keepScreenshot(office, 'wechat-checks');
});

test('S2: a button added to the menu is on the phone once it is published', async () => {
  await office.goto(`${product.serverUrl}/hq/wechat/menu`);
  await office.getByTestId('menu-add-below').first().click();
  await office.getByTestId('menu-name').fill('扫码看真伪');
  await chooseOption(office, 'menu-type', '扫码推事件');
  await office.getByTestId('menu-key').fill('SCAN_PUSH');
  await office.getByTestId('menu-save').click();
  await office.getByTestId('menu-publish').click();
  await office.getByTestId('confirm-ok').click();
  await office.getByTestId('menu-state').filter({ hasText: '一致' }).waitFor();
  await keepScreenshot(office, 'wechat-menu');
});

test('S3, S6: a follower without a number is led to binding by 【我的积分】, once', async () => {
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  boundAtMs = Date.now();
  await bindMobile(phone, mobile);
  await webView(phone).getByTestId('points-balance').waitFor();
  await phone.getByTestId('webview-close').click();
});

test('S2, S4: both kinds of scan buttons pay, and a code only once', async () => {
  await openMenu('扫码积分');
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[0]!);
  await bubble(phone, '恭喜您，积分成功').waitFor();
  await openMenu('扫码积分');
  await phone.getByTestId('menu-SCAN_PUSH').click();
  await scanLabel(phone, labels[1]!);
  await webView(phone).getByTestId('result-title').filter({ hasText: '恭喜您' }).waitFor();
  await phone.getByTestId('webview-close').click();
  expect(await balanceOf()).toBe(20);
});

test('S1, S3: on a slow day of WeChat a newcomer’s first bottle pays all the same', async () => {
  const path = '/sns/oauth2/access_token';
  await platform.post('/simulator/faults', { path, delayMs: 3_000 });
  const newcomer = await openTab();
  await newcomer.goto(`${product.phoneUrl}/?user=c`);
  await openOwnScanner(newcomer);
  await scanLabel(newcomer, labels[2]!);
  await bindMobile(newcomer, '15400000092');
  await webView(newcomer).getByTestId('result-title').filter({ hasText: '恭喜您' }).waitFor();
  await newcomer.context().close();
});

test('S1: whoever unfollows still earns by the bottle, and finds everything on return', async () => {
  await platform.patch('/simulator/users/a', { following: false });
  await phone.goto(product.phoneUrl);
  await openOwnScanner(phone);
  await scanLabel(phone, labels[3]!);
  await webView(phone).getByTestId('result-title').filter({ hasText: '恭喜您' }).waitFor();
  await phone.getByTestId('webview-close').click();
  await phone.getByTestId('chat-account').click();
  await phone.getByTestId('follow').click();
  await phone.getByTestId('enter').click();
  await bubble(phone, '欢迎').waitFor();
  expect(await balanceOf()).toBe(30);
});

test('S20: a token killed behind our back is replaced: a shop’s poster is made, and counts who followed by it', async () => {
  await platform.post('/simulator/expire', { what: 'access_token_revoked' });
  await office.goto(`${product.serverUrl}/hq/posters`);
  await office.getByTestId('poster-new').first().click();
  await office.getByTestId('poster-name').fill('城东旗舰店收银台');
  await office.getByTestId('poster-save').click();
  const row = office.getByTestId('poster-row').filter({ hasText: '城东旗舰店收银台' });
  await row.waitFor();
  const { rows } = await client.get<{ rows: { url: string }[] }>('/api/hq/wechat/posters');
  const { id } = await platform.post<{ id: string }>('/simulator/users', { name: '路人' });
  const visitor = await openTab();
  await visitor.goto(`${product.phoneUrl}/?user=${id}`);
  await openOwnScanner(visitor);
  await scanLabel(visitor, rows[0]!.url);
  await visitor.getByTestId('follow').first().click();
  await bubble(visitor, '欢迎').waitFor();
  await expect
    .poll(() => client.get<{ rows: { follows: number }[] }>('/api/hq/wechat/posters'))
    .toMatchObject({ rows: [{ follows: 1 }] });
  await office.reload();
  await row.waitFor();
  await keepScreenshot(office, 'wechat-posters');
});

test('S7: a computer is signed in by the phone that scans, after it agreed', async () => {
  const computer = await openTab();
  await computer.goto(`${product.serverUrl}/login`);
  await computer.getByTestId('login-tab-wechat').click();
  const digits = computer.getByTestId('scan-login-digits');
  await digits.waitFor();
  await keepScreenshot(computer, 'scan-login');
  const qr = await decodeQrPicture(await computer.getByTestId('scan-login-qr').screenshot());
  await openOwnScanner(await backToChats(phone));
  await scanLabel(phone, qr!);
  await bubble(phone, '登录').locator('a').click();
  const page = webView(phone);
  await page.getByTestId('sign-in-digits').waitFor();
  expect(await page.getByTestId('sign-in-digits').innerText()).toBe(await digits.innerText());
  await keepScreenshot(phone, 'scan-login-confirm');
  await page.getByTestId('sign-in-agree').click();
  await page.getByTestId('sign-in-agreed').waitFor();
  await computer.waitForURL((url) => url.pathname !== '/login');
  await computer.goto(`${product.serverUrl}/points`);
  await computer.getByTestId('points-balance').filter({ hasText: '30' }).waitFor();
  await keepScreenshot(computer, 'scan-login-done');
});

test('S3: a second WeChat on the same number is told, may take its place, and the first is told too', async () => {
  // A number gets one message a minute.
  await sleep(Math.max(0, boundAtMs + 61_000 - Date.now()));
  await other.goto(`${product.phoneUrl}/?user=b`);
  await other.getByTestId('chat-account').click();
  await other.getByTestId('menu-我的积分').click();
  await bindMobile(other, mobile);
  await webView(other).getByTestId('wechat-conflict').waitFor();
  await keepScreenshot(other, 'wechat-conflict');
  await webView(other).getByTestId('wechat-move').click();
  await webView(other).getByTestId('confirm-ok').click();
  await webView(other).getByTestId('wechat-moved').waitFor();
  await webView(other).getByTestId('wechat-moved-go-on').click();
  await webView(other).getByTestId('points-balance').filter({ hasText: '30' }).waitFor();
  await other.getByTestId('webview-close').click();
  await openChat(phone, product.phoneUrl);
  await openMenu('扫码积分');
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[4]!);
  await bubble(phone, '另一个微信').waitFor();
  await keepScreenshot(phone, 'wechat-moved-away');
});

test('no page broke', () => {
  expect(scriptErrors).toEqual([]);
});

async function openMenu(name: string): Promise<void> {
  await phone.getByTestId(`menu-${name}`).click();
}

async function backToChats(page: Page): Promise<Page> {
  await page.goto(product.phoneUrl);
  return page;
}

/** By the overview of head office: whose page is open does not matter. */
async function balanceOf(): Promise<number> {
  const { rows } = await client.get<{ rows: { balance: number; mobileMasked: string }[] }>(
    '/api/hq/members',
  );
  return rows.find(({ mobileMasked }) => mobileMasked.endsWith('0091'))?.balance ?? -1;
}
