import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { openOffice, readSmsCode, type OfficeClient } from '../support/office-client.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

const mobile = '15400000021';
const password = '晴天喝茶看山-2026';

let product: RunningProduct;
let browser: Browser;
let office: OfficeClient;
let page: Page;
let scriptErrors: string[];
let labels: string[];

beforeAll(async () => {
  product = await startProduct();
  office = await openOffice(product);
  labels = await office.makeCodes({ name: '红烧酱油 500ml', points: 30, quantity: 20 });
  await office.makeGift({ name: '不锈钢汤锅', pointsPrice: 50, stock: 3 });
  browser = await openBrowser();
  ({ page, scriptErrors } = await openPage(browser, desktop));
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('S7: the first log-in is by SMS', async () => {
  await page.goto(`${product.serverUrl}/login`);
  await page.getByTestId('login-tab-sms').click();
  await page.getByTestId('sms-mobile').fill(mobile);
  await page.getByTestId('sms-consent').click();
  await page.getByTestId('sms-send-code').click();
  await expect.poll(() => readSmsCode(product, mobile).catch(() => '')).toMatch(/^\d{6}$/);
  await page.getByTestId('sms-code').fill(await readSmsCode(product, mobile));
  await page.getByTestId('sms-submit').click();
  await page.getByTestId('set-password').waitFor();
  await keepScreenshot(page, 'desk-set-password');
});

test('S7: nothing opens before a password is set', async () => {
  for (const path of ['/points', '/gifts', '/redemptions', '/profile']) {
    await page.goto(`${product.serverUrl}${path}`);
    await page.getByTestId('set-password').waitFor();
  }
  const status = await page.evaluate(async () => (await fetch('/api/me/points')).status);
  expect(status).toBe(403);
  await page.getByTestId('password-new').fill(password);
  await page.getByTestId('password-again').fill(password);
  await page.getByTestId('password-submit').click();
  await page.getByTestId('set-password').waitFor({ state: 'detached' });
});

test('S7: out, and in again by password; a wrong one is refused', async () => {
  await page.goto(`${product.serverUrl}/`);
  await page.getByTestId('sign-out').click();
  await page.goto(`${product.serverUrl}/points`);
  await page.getByTestId('login-mobile').fill(mobile);
  await page.getByTestId('login-password').fill('not-my-password');
  await page.getByTestId('login-submit').click();
  await page.getByTestId('login-error').waitFor();
  await keepScreenshot(page, 'desk-login-refused');
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('points-balance').waitFor();
  expect(new URL(page.url()).pathname).toBe('/points');
});

test('S4, S8: typed codes become points, and the history tells every one', async () => {
  for (const label of labels.slice(0, 2)) {
    await page.goto(`${product.serverUrl}/scan`);
    await page.getByTestId('scan-text').fill(label.split('/').at(-1) ?? '');
    await page.getByTestId('scan-text-submit').click();
    await page.getByTestId('result-title').filter({ hasText: '恭喜您，积分成功' }).waitFor();
  }
  await page.goto(`${product.serverUrl}/points`);
  await page.getByTestId('points-balance').filter({ hasText: '60' }).waitFor();
  await page.goto(`${product.serverUrl}/entries`);
  await page.getByTestId('points-entry').nth(1).waitFor();
  expect(await page.getByTestId('points-entry').count()).toBe(2);
  await keepScreenshot(page, 'desk-entries');
  await page.getByTestId('points-entry').first().getByRole('link').first().click();
  await page.getByTestId('entry-story').waitFor();
  expect(await page.getByTestId('entry-points').innerText()).toContain('30');
  expect(await page.locator('main').innerText()).toContain('红烧酱油 500ml');
  await keepScreenshot(page, 'desk-entry');
});

test('S10: points become a gift, to an address typed on the way', async () => {
  await page.goto(`${product.serverUrl}/gifts`);
  await page.getByTestId('gift-card').first().click();
  await keepScreenshot(page, 'desk-gift');
  await page.getByTestId('gift-redeem').click();
  await page.getByTestId('address-recipient').fill('王师傅');
  await page.getByTestId('address-mobile').fill(mobile);
  await page.getByTestId('address-region-province').selectOption('320000');
  await page.getByTestId('address-region-city').selectOption('320500');
  await page.getByTestId('address-region-county').selectOption('320505');
  await page.getByTestId('address-detail').fill('人民路 1 号');
  await page.getByTestId('address-save').click();
  await page.getByTestId('redeem-address').waitFor();
  await page.getByTestId('redeem-after').filter({ hasText: '10' }).waitFor();
  await keepScreenshot(page, 'desk-redeem');
  await page.getByTestId('redeem-submit').dblclick();
  await page.getByTestId('redemption-state').waitFor();
  await keepScreenshot(page, 'desk-redemption');
  const { rows } = await office.get<{ rows: unknown[] }>('/api/hq/redemptions');
  expect(rows).toHaveLength(1);
});

test('S8, S10: it is in the record, and cancelled before it is shipped it gives the points back', async () => {
  await page.goto(`${product.serverUrl}/redemptions`);
  await page.getByTestId('redemption-row').first().waitFor();
  await keepScreenshot(page, 'desk-redemptions');
  await page.getByTestId('redemption-row').first().getByRole('link').first().click();
  await page.getByTestId('redemption-cancel').click();
  await page.getByTestId('confirm-ok').click();
  await page.getByTestId('redemption-state').filter({ hasText: '已取消' }).waitFor();
  await page.goto(`${product.serverUrl}/points`);
  await page.getByTestId('points-balance').filter({ hasText: '60' }).waitFor();
  const gift = await office.get<{ rows: { stock: number }[] }>('/api/hq/gifts');
  expect(gift.rows[0]?.stock).toBe(3);
});

test('S9: the profile and the password are the member’s own to change', async () => {
  await page.goto(`${product.serverUrl}/profile`);
  await page.getByTestId('profile-name').fill('王师傅');
  await page.getByTestId('profile-region-province').selectOption('320000');
  await page.getByTestId('profile-save').click();
  await page.getByTestId('profile-saved').waitFor();
  await keepScreenshot(page, 'desk-profile');
  await page.goto(`${product.serverUrl}/password`);
  await page.getByTestId('password-current').fill(password);
  await page.getByTestId('password-new').fill('雨天听曲写字-2027');
  await page.getByTestId('password-again').fill('雨天听曲写字-2027');
  await page.getByTestId('password-submit').click();
  await page.getByTestId('password-changed').waitFor();
});

test('no page threw a script error on the whole way', () => {
  expect(scriptErrors).toEqual([]);
});
