import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.ts';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { signIn } from '../support/head-office.ts';
import { openOffice, signUpMember, type OfficeClient } from '../support/office-client.ts';
import { bindMobile, openChat, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { drawQrPicture } from '../support/qr-picture.ts';

const phoneSize = { width: 390, height: 844 };

let product: RunningProduct;
let browser: Browser;
let client: OfficeClient;
let other: ApiClient;
let office: Page;
let phone: Page;
let stranger: Page;
let member: Page;
let labels: string[];
const scriptErrors: string[] = [];

async function open(size: { width: number; height: number }): Promise<Page> {
  const tab = await openPage(browser, size);
  tab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
  return tab.page;
}

beforeAll(async () => {
  product = await startProduct();
  client = await openOffice(product);
  labels = await client.makeCodes({ name: '鲜味酱油', points: 10, quantity: 40 });
  other = await signUpMember(product, '15400000072');
  browser = await openBrowser();
  office = await open(desktop);
  phone = await open(desktop);
  stranger = await open(phoneSize);
  member = await open(phoneSize);
  await member.context().addCookies(other.cookies());
  await office.goto(`${product.serverUrl}/hq/login`);
  await signIn(office);
  await office.getByTestId('nav-campaigns').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** The label of a bottle without the host it was printed for. */
function pathOf(label: string): string {
  return new URL(label).pathname;
}

test('B9: a campaign is written as a sentence, read back, and started', async () => {
  await office.getByTestId('nav-campaigns').click();
  await office.getByTestId('campaign-new').first().click();
  await office.getByTestId('campaign-name').fill('五一双倍');
  expect(await office.getByTestId('campaign-read-back').innerText()).toContain('2 倍');
  await keepScreenshot(office, 'campaign-editor');
  await office.getByTestId('campaign-save-start').click();
  await office.getByTestId('confirm-ok').click();
  await office.getByTestId('campaign-sentence').waitFor();
  await office.goto(`${product.serverUrl}/hq/campaigns/calendar`);
  await office.getByTestId('calendar-bar').filter({ hasText: '五一双倍' }).first().waitFor();
  await keepScreenshot(office, 'campaign-calendar');
});

test('B9: a dry run says what a code would earn, and why, and changes nothing', async () => {
  await office.goto(`${product.serverUrl}/hq/campaigns/dry-run`);
  await office.getByTestId('dry-by-code').click();
  await office.getByTestId('dry-text').fill(labels[0]!);
  await office.getByTestId('dry-run').click();
  const explanation = office.getByTestId('dry-explanation');
  await explanation.filter({ hasText: '五一双倍' }).waitFor();
  expect(await explanation.innerText()).toContain('= 20');
  await office.getByTestId('dry-rule').filter({ hasText: '五一双倍' }).waitFor();
  await keepScreenshot(office, 'campaign-dry-run');
});

test('S21: a stranger is told that a bottle is genuine and never scanned, and claims nothing', async () => {
  await stranger.goto(`${product.serverUrl}${pathOf(labels[0]!)}`);
  await stranger.getByTestId('check-result').waitFor();
  expect(await stranger.getByTestId('check-product').innerText()).toContain('鲜味酱油');
  await keepScreenshot(stranger, 'check-first');
  await stranger.goto(`${product.serverUrl}/C/7K2M9QXR4TVW8YHN`);
  await stranger.getByTestId('check-title').waitFor();
  await keepScreenshot(stranger, 'check-not-ours');
});

test('S4, B9: the scan tells the sum it paid', async () => {
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  await bindMobile(phone, '15400000071');
  await webView(phone).getByTestId('points-balance').waitFor();
  await phone.getByTestId('webview-close').click();
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[0]!);
  await phone.getByTestId('bubble-in').filter({ hasText: '五一双倍 = 20' }).waitFor();
  await keepScreenshot(phone, 'chat-explained');
});

test('S5, B8: who comes second is told when, and appeals with a photo', async () => {
  await member.goto(`${product.serverUrl}${pathOf(labels[0]!)}`);
  await member.getByTestId('result-title').filter({ hasText: '该产品已经被积过分了' }).waitFor();
  await member.getByTestId('authenticity').waitFor();
  await keepScreenshot(member, 'result-second');
  await member.getByTestId('result-appeal').click();
  await member.getByTestId('appeal-note').fill('刚买的，瓶盖没有开过');
  await member
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'label.png',
      mimeType: 'image/png',
      buffer: await drawQrPicture(labels[0]!),
    });
  await member.getByTestId('appeal-photo').waitFor();
  await keepScreenshot(member, 'appeal-form');
  await member.getByTestId('appeal-submit').click();
  await member.getByTestId('appeal-number').or(member.getByTestId('appeal-sent')).first().waitFor();
  await keepScreenshot(member, 'appeal-sent');
});

test('B8: head office sees the code’s whole history, answers, and gives points', async () => {
  await office.getByTestId('nav-appeals').click();
  await office.getByTestId('appeal-open').first().click();
  await office.getByTestId('appeal-detail').waitFor();
  expect(await office.getByTestId('appeal-note').innerText()).toContain('瓶盖没有开过');
  await office.getByTestId('code-claim').waitFor();
  await office.getByTestId('appeal-photo').first().waitFor();
  await office.getByTestId('appeal-answer').fill('给您添麻烦了，积分已补上。');
  await office.getByTestId('appeal-points').fill('20');
  await office.getByTestId('appeal-reason').fill('照片清楚，瓶子完好');
  await keepScreenshot(office, 'appeal-desk');
  await office.getByTestId('appeal-send').click();
  await office.getByTestId('confirm-ok').click();
  await office.getByTestId('appeal-outcome').waitFor();
});

test('B8: the member is told, and the points are in the history', async () => {
  await member.goto(`${product.serverUrl}/appeals`);
  await member.getByTestId('appeal-row').first().click();
  await member.getByTestId('appeal-granted').waitFor();
  expect(await member.getByTestId('appeal-answer').innerText()).toContain('积分已补上');
  await keepScreenshot(member, 'appeal-answered');
  const { balance } = await other.get<{ balance: number }>('/api/me/points');
  expect(balance).toBe(20);
});

test('B11: too many wrong codes lock, head office is alarmed and may lift it', async () => {
  const wrong = '7K2M9QXR4TVW8YHN';
  const outcomes: string[] = [];
  for (let scan = 0; scan < 11; scan += 1) {
    const body = { text: wrong, attemptId: randomUUID() };
    const { outcome } = await other.post<{ outcome: string }>('/api/scans', body);
    outcomes.push(outcome);
  }
  expect(outcomes.at(-1)).toBe('lockedOut');
  await office.getByTestId('nav-alarms').click();
  await office.getByTestId('alarm-row').first().waitFor();
  await keepScreenshot(office, 'alarms');
  await office.getByTestId('nav-guards').click();
  await office.getByTestId('lock-row').first().waitFor();
  await keepScreenshot(office, 'guards-locks');
  await office.getByTestId('lock-lift').first().click();
  await office.getByTestId('lock-reason').fill('电话核实过');
  await office.getByTestId('lock-reason-ok').click();
  await office.getByTestId('lock-row').first().waitFor({ state: 'hidden' });
  const { outcome } = await other.post<{ outcome: string }>('/api/scans', { text: labels[1]! });
  expect(outcome).toBe('awarded');
});

test('S5, B11: the log has every attempt, and a code tells its story', async () => {
  await office.getByTestId('nav-scans').click();
  await office.getByTestId('scan-row').nth(5).waitFor();
  await keepScreenshot(office, 'scan-log');
  await office.getByTestId('nav-codes').click();
  await office.getByTestId('code-text').fill(labels[0]!);
  await office.getByTestId('code-look-up').click();
  await office.getByTestId('code-history').waitFor();
  await office.getByTestId('code-claim').waitFor();
  await keepScreenshot(office, 'code-history');
});

test('no page broke', () => {
  expect(scriptErrors).toEqual([]);
});
