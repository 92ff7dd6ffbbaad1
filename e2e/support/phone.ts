import { expect } from 'vitest';
import type { FrameLocator, Page } from 'playwright-core';
import { drawQrPicture } from './qr-picture.ts';

/** The page inside the phone's web view. */
export function webView(phone: Page): FrameLocator {
  return phone.frameLocator('[data-testid="webview"]');
}

/** WeChat's own 扫一扫, from the ＋ menu. */
export async function openOwnScanner(phone: Page): Promise<void> {
  await phone.getByTestId('plus').click();
  await phone.getByTestId('scan-own').click();
}

/** Opens the chat with the account, following it first. */
export async function openChat(phone: Page, phoneUrl: string): Promise<void> {
  await phone.goto(phoneUrl);
  await phone.getByTestId('chat-account').click();
  await phone.getByTestId('chat').or(phone.getByTestId('follow').first()).first().waitFor();
  const follow = phone.getByTestId('follow').first();
  if (await follow.isVisible()) await follow.click();
  await phone.getByTestId('chat').waitFor();
}

/** Holds a printed label before the scanner: a picture, truly decoded. */
export async function scanLabel(phone: Page, text: string): Promise<void> {
  await phone.getByTestId('scanner').waitFor();
  await phone.getByTestId('scanner-file').setInputFiles({
    name: 'label.png',
    mimeType: 'image/png',
    buffer: await drawQrPicture(text),
  });
  await phone.getByTestId('scanner').waitFor({ state: 'hidden' });
}

/** Fills in the bind page with the code that arrives on the phone's screen. */
export async function bindMobile(phone: Page, mobile: string): Promise<void> {
  const page = webView(phone);
  await page.getByTestId('bind-mobile').fill(mobile);
  expect(await page.getByTestId('bind-consent').isChecked()).toBe(false);
  await page.getByTestId('bind-kind-chef').click();
  await page.getByTestId('bind-consent').click();
  await page.getByTestId('bind-send-code').click();
  const banner = phone.getByTestId('sms-banner');
  await banner.waitFor();
  const code = /\d{6}/.exec(await banner.innerText())?.[0] ?? '';
  expect(code).toMatch(/^\d{6}$/);
  // It lies over the page's own head for a while.
  await phone.getByTestId('sms-dismiss').click();
  await page.getByTestId('bind-code').fill(code);
  await page.getByTestId('bind-submit').click();
}
