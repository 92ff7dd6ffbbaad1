import { randomBytes } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, keepScreenshot, openBrowser, openPage } from '../support/browser.ts';
import { setUpHeadOffice } from '../support/head-office.ts';
import { bindMobile, openChat, webView } from '../support/phone.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { drawQrPicture } from '../support/qr-picture.ts';

const mobile = '15400000031';

let product: RunningProduct;
let browser: Browser;
let office: Page;
let phone: Page;
let scriptErrors: string[];

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  const officeTab = await openPage(browser, desktop);
  const phoneTab = await openPage(browser, desktop);
  office = officeTab.page;
  phone = phoneTab.page;
  scriptErrors = officeTab.scriptErrors;
  phoneTab.scriptErrors.push = (...errors) => scriptErrors.push(...errors);
  await setUpHeadOffice(office, product.setupUrl);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('S12: a gift with a picture is created and put on sale; a renamed program is no picture', async () => {
  await office.getByTestId('nav-gifts').click();
  await office.getByTestId('gift-new').first().click();
  await office.getByTestId('gift-name').fill('不锈钢汤锅 28cm');
  await office.getByTestId('gift-price').fill('40');
  await office.getByTestId('gift-stock').fill('5');
  await office.getByTestId('gift-picture-file').setInputFiles({
    name: 'setup.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([Buffer.from('MZ'), randomBytes(2_000)]),
  });
  await office.getByTestId('gift-upload-refusal').waitFor();
  await office.getByTestId('gift-picture-file').setInputFiles({
    name: 'pot.png',
    mimeType: 'image/png',
    buffer: await drawQrPicture('a picture of a pot'),
  });
  await office.getByTestId('gift-picture').waitFor();
  await office.getByTestId('gift-description').fill('三层复底，明火电磁炉都能用。');
  await keepScreenshot(office, 'office-gift-form');
  await office.getByTestId('gift-save').click();
  await office.getByTestId('gift-on-sale').first().click();
  await office.getByTestId('gift-off-sale').first().waitFor();
});

test('S13: members come from a file, checked first; wrong rows are told', async () => {
  await office.getByTestId('nav-memberImports').click();
  await office.getByTestId('member-import-file').setInputFiles({
    name: 'chefs.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `手机号,姓名,类型,门店,地区,标签\n${mobile},王师傅,厨师,老灶台一店,江苏省 苏州市,大客户\n` +
        '15400000032,李师傅,厨师,,,\n12345,谁,厨师,,,\n',
    ),
  });
  await office.getByTestId('member-import-upload').click();
  await office.getByTestId('member-import-run').waitFor();
  expect(await office.getByTestId('member-import-newCount').innerText()).toContain('2');
  expect(await office.getByTestId('member-import-wrongCount').innerText()).toContain('1');
  await keepScreenshot(office, 'office-member-import');
  await office.getByTestId('member-import-run').click();
  await office
    .getByTestId('confirm-ok')
    .or(office.getByTestId('member-import-note'))
    .first()
    .waitFor();
  const confirm = office.getByTestId('confirm-ok');
  if (await confirm.isVisible()) await confirm.click();
  await office.getByTestId('member-import-state').filter({ hasText: '完成' }).waitFor();
  await office.getByTestId('nav-members').click();
  await office.getByTestId('member-row').nth(1).waitFor();
  const rows = await office.getByTestId('member-row').allInnerTexts();
  expect(rows.join('\n')).toContain('154****0031');
  expect(rows.join('\n')).not.toContain(mobile);
  await keepScreenshot(office, 'office-members');
});

test('S13, S14: a clerk adds points by hand, with a reason', async () => {
  await office.getByTestId('member-open').filter({ hasText: '王师傅' }).click();
  await office.getByTestId('member-adjust').click();
  await office.getByTestId('adjust-points').fill('100');
  await office.getByTestId('adjust-reason').fill('展会赠送');
  await keepScreenshot(office, 'office-adjust');
  await office.getByTestId('adjust-submit').click();
  await office.getByTestId('adjust-submit').waitFor({ state: 'hidden' });
  await office.getByTestId('member-tab-entries').click();
  await office.getByTestId('member-entry').filter({ hasText: '展会赠送' }).waitFor();
  await keepScreenshot(office, 'office-member');
});

test('S13, S10: the person binds in WeChat, is that record with its points, and redeems', async () => {
  await openChat(phone, product.phoneUrl);
  await phone.getByTestId('menu-我的积分').click();
  await bindMobile(phone, mobile);
  const page = webView(phone);
  await page.getByTestId('points-balance').filter({ hasText: '100' }).waitFor();
  await page.getByTestId('tab-gifts').click();
  await page.getByTestId('gift-card').first().click();
  await page.getByTestId('gift-redeem').click();
  await page.getByTestId('address-recipient').fill('王师傅');
  await page.getByTestId('address-mobile').fill(mobile);
  await page.getByTestId('address-region-province').selectOption('320000');
  await page.getByTestId('address-region-city').selectOption('320500');
  await page.getByTestId('address-region-county').selectOption('320505');
  await page.getByTestId('address-detail').fill('人民路 1 号');
  await page.getByTestId('address-save').click();
  await page.getByTestId('redeem-address').waitFor();
  await page.getByTestId('redeem-submit').click();
  await page.getByTestId('redemption-state').waitFor();
  await keepScreenshot(phone, 'phone-redemption');
  // WeChat lets an account write for two days to whoever wrote in its chat; a scan is worth a minute
  // only, and opening a page nothing.
  await phone.getByTestId('webview-close').click();
  await phone.getByTestId('toggle-keyboard').click();
  await phone.getByTestId('chat-input').fill('你好');
  await phone.getByTestId('chat-send').click();
  await phone.getByTestId('bubble-in').last().waitFor();
  await phone.getByTestId('toggle-keyboard').click();
});

test('S16: the redemption is approved, shipped, and its packing slip printed', async () => {
  await office.getByTestId('nav-redemptions').click();
  await office.getByTestId('redemption-open').first().click();
  await office.getByTestId('redemption-detail').waitFor();
  expect(await office.getByTestId('redemption-address').innerText()).toContain('人民路 1 号');
  await office.getByTestId('redemption-approve').click();
  await office.getByTestId('confirm-ok').click();
  await office.getByTestId('redemption-ship').click();
  await office.getByTestId('ship-carrier').first().fill('顺丰速运');
  await office.getByTestId('ship-tracking').first().fill('SF1540000031');
  await keepScreenshot(office, 'office-ship');
  await office.getByTestId('ship-submit').click();
  await office.getByTestId('redemption-detail-state').filter({ hasText: '已发货' }).waitFor();
  await keepScreenshot(office, 'office-redemption');
  await office.goto(`${product.serverUrl}/hq/redemptions/slips?ids=1`);
  await office.getByTestId('packing-slip').waitFor();
  expect(await office.getByTestId('packing-slip').innerText()).toContain('SF1540000031');
  await keepScreenshot(office, 'office-slip');
});

test('S10, S16: the member sees it on its way, in the app and in the chat', async () => {
  await phone.getByTestId('bubble-in').filter({ hasText: 'SF1540000031' }).waitFor();
  await keepScreenshot(phone, 'phone-chat-shipped');
  await phone.getByTestId('menu-我的积分').click();
  const page = webView(phone);
  await page.getByTestId('tab-me').click();
  await page.getByTestId('menu-redemptions').click();
  await page.getByTestId('redemption-row').first().getByRole('link').first().click();
  await page.getByTestId('tracking-number').filter({ hasText: 'SF1540000031' }).waitFor();
  await page.getByTestId('redemption-receive').click();
  await page.getByTestId('confirm-ok').click();
  await page.getByTestId('redemption-state').filter({ hasText: '已收货' }).waitFor();
});

test('S17, B15: everything head office wrote is in the log, without a whole number', async () => {
  await office.goto(`${product.serverUrl}/hq/audit-log`);
  await office.getByTestId('audit-row').nth(5).waitFor();
  const text = await office.locator('main').innerText();
  expect(text).not.toContain(mobile);
  await keepScreenshot(office, 'office-audit-log');
});

test('no page threw a script error on the whole way', () => {
  expect(scriptErrors).toEqual([]);
});
