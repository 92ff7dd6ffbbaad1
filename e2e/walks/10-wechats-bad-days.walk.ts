import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, type ApiClient } from '../support/api-client.ts';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { openOffice, readSmsCode, type OfficeClient } from '../support/office-client.ts';
import { bindMobile, openChat, scanLabel, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

const mobile = '15400000101';
const newMobile = '15400000102';
const templateId = 'points-by-hand';

let product: RunningProduct;
let browser: Browser;
let phone: Page;
let office: Page;
let client: OfficeClient;
let platform: ApiClient;
let labels: string[] = [];
let boundAtMs = 0;
const scriptErrors: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  platform = createApiClient(product.phoneUrl);
  client = await openOffice(product);
  labels = await client.makeCodes({ name: '鲜味酱油 500ml', points: 10, quantity: 20 });
  browser = await openBrowser();
  [office, phone] = [await openTab(), await openTab()];
  await office.context().addCookies(client.cookies());
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  boundAtMs = Date.now();
  await bindMobile(phone, mobile);
  await webView(phone).getByTestId('points-balance').waitFor();
  await phone.getByTestId('webview-close').click();
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

interface Row {
  memberId: number;
  balance: number;
}
async function readMember(): Promise<Row> {
  const { rows } = await client.get<{ rows: Row[] }>('/api/hq/members');
  return rows[0]!;
}

async function givePoints(points: number, reason: string): Promise<void> {
  const { memberId } = await readMember();
  const body = { attemptId: randomUUID(), points, reason };
  await client.post(`/api/hq/members/${memberId}/adjustments`, body);
}

test.each([
  ['lost answer', 10],
  ['duplicate', 20],
] as const)(
  'B3: with a push that WeChat sends again (%s) a code pays once, and the chat hears one answer',
  async (kind, balance) => {
    await phone.getByTestId('panel-faults').click();
    await phone.getByTestId('push-fault-kind').selectOption(kind);
    await phone.getByTestId('push-fault-plan').click();
    await phone.getByTestId('push-fault-active').waitFor();
    await keepScreenshot(phone, 'fault-panel');
    await phone.getByTestId('menu-SCAN_POINTS').click();
    await scanLabel(phone, labels[balance / 10]!);
    const answers = phone.getByTestId('bubble-in').filter({ hasText: `当前积分 ${balance} 分` });
    await answers.first().waitFor();
    expect(await answers.count()).toBe(1);
    expect((await readMember()).balance).toBe(balance);
    await phone.getByTestId('panel-records').click();
    await phone.getByTestId('record-push').first().filter({ hasText: kind }).waitFor();
  },
);

test('B3: a forged push is believed by nobody', async () => {
  for (const kind of ['wrong signature', 'unsigned', 'other appid', 'tampered']) {
    await platform.post('/simulator/push-faults', { kind });
    await platform.post('/simulator/push', {
      ...{ user: 'a', kind: 'scancode_waitmsg', key: 'SCAN_POINTS' },
      ...{ scanType: 'qrcode', scanResult: labels[3] },
    });
  }
  expect((await readMember()).balance).toBe(20);
});

test('S20: a template tells the member in the chat, head office reads that it was shown', async () => {
  await platform.put('/simulator/templates', {
    templates: [
      {
        ...{ templateId, channel: 'template', title: '积分变动提醒' },
        content: '变动说明：{{thing1.DATA}}\n当前积分：{{number2.DATA}}',
      },
    ],
  });
  await client.put('/api/hq/settings/wechat-notices', {
    channels: ['template', 'customerService'],
    templates: [
      {
        ...{ channel: 'template', templateId, title: '积分变动提醒', kinds: ['pointsAdjusted'] },
        fields: [
          { name: 'thing1', from: 'title' },
          { name: 'number2', from: 'balanceAfter' },
        ],
      },
    ],
    version: 0,
  });
  await givePoints(5, '补一瓶的积分');
  const card = phone.getByTestId('card-template').first();
  await card.filter({ hasText: '25' }).waitFor();
  await keepScreenshot(phone, 'chat-template');
  await office.goto(`${product.serverUrl}/hq/notices`);
  await office.getByTestId('notice-row').filter({ hasText: '已送达' }).first().waitFor();
  await keepScreenshot(office, 'wechat-notices');
});

test('S20: who refuses a template is told by the next channel, and not asked again', async () => {
  await phone.getByTestId('card-menu').first().click();
  await phone.getByTestId('card-refuse').click();
  await phone.getByTestId('card-refused').waitFor();
  await phone.getByTestId('toggle-keyboard').click();
  await phone.getByTestId('chat-input').fill('你好');
  await phone.getByTestId('chat-send').click();
  await givePoints(5, '再补一瓶');
  await phone.getByTestId('bubble-in').filter({ hasText: '再补一瓶' }).waitFor();
  await office.reload();
  await office.getByTestId('notice-row').filter({ hasText: '拒收' }).first().waitFor();
  expect(await phone.getByTestId('card-template').count()).toBe(1);
});

test('S9: a new mobile number takes binding and points along', async () => {
  // A number gets one message a minute.
  await sleep(Math.max(0, boundAtMs + 61_000 - Date.now()));
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  const page = webView(phone);
  await page.getByTestId('points-balance').waitFor();
  await page.locator('a[href="/me"]').first().click();
  await page.locator('a[href="/mobile"]').first().click();
  await page.getByTestId('mobile-current-send-code').click();
  await phone.getByTestId('sms-dismiss').click();
  await page.getByTestId('mobile-current-code').fill(await readSmsCode(product, mobile));
  await page.getByTestId('mobile-next').click();
  await page.getByTestId('mobile-new-mobile').fill(newMobile);
  await page.getByTestId('mobile-new-consent').click();
  await page.getByTestId('mobile-new-send-code').click();
  await phone.getByTestId('sms-dismiss').click();
  await page.getByTestId('mobile-new-code').fill(await readSmsCode(product, newMobile));
  await page.getByTestId('mobile-submit').click();
  await page.getByTestId('mobile-done').waitFor();
  await phone.getByTestId('webview-close').click();
  await phone.getByTestId('menu-SCAN_POINTS').click();
  await scanLabel(phone, labels[5]!);
  await phone.getByTestId('bubble-in').filter({ hasText: '当前积分 40 分' }).waitFor();
});

test('no page broke', () => {
  expect(scriptErrors).toEqual([]);
});
