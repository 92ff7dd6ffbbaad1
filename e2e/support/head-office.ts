import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const account = { loginName: '总部管理员', password: 'walk-through-2026!' };

/** Uses the one-time link: the first administrator, signed in. */
export async function setUpHeadOffice(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await page.getByTestId('setup-login-name').fill(account.loginName);
  await page.getByTestId('setup-password').fill(account.password);
  await page.getByTestId('setup-password-again').fill(account.password);
  await page.getByTestId('setup-submit').click();
  await page.getByTestId('nav-products').waitFor();
}

export async function signIn(page: Page, password = account.password): Promise<void> {
  await page.getByTestId('login-name').fill(account.loginName);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
}

export const password = account.password;

export async function addProduct(page: Page, name: string, points: number): Promise<void> {
  await page.getByTestId('nav-products').click();
  await page.getByTestId('product-new').first().click();
  await page.getByTestId('product-name').fill(name);
  await page.getByTestId('product-points').fill(String(points));
  await page.getByTestId('product-save').click();
  await page.getByTestId('product-row').filter({ hasText: name }).waitFor();
}

/** Picks a product in one of Element Plus's select boxes. */
export async function chooseProduct(page: Page, testId: string, name: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.getByRole('option', { name }).click();
}

/** The same, looking whether it is chosen: a list that still moves takes a click for another's. */
export async function chooseOption(page: Page, testId: string, name: string): Promise<void> {
  const box = page.getByTestId(testId);
  for (let tries = 1; tries <= 3; tries++) {
    await box.click();
    await page.getByRole('option', { name }).click();
    await page.getByRole('option', { name }).waitFor({ state: 'hidden' });
    if ((await box.innerText()).includes(name)) return;
  }
  throw new Error(`${testId} does not show ${name}`);
}

/** A batch of own codes, activated; returns the lines of its print file. */
export async function printActivatedBatch(
  page: Page,
  productName: string,
  quantity: number,
): Promise<string[]> {
  await page.getByTestId('nav-batches').click();
  await page.getByTestId('batch-new').first().click();
  await chooseProduct(page, 'batch-product', productName);
  await page.getByTestId('batch-quantity').fill(String(quantity));
  await page.getByTestId('batch-save').click();
  // A new batch opens at once.
  await page.getByTestId('batch-detail').waitFor();
  await page.getByTestId('batch-activate').first().click();
  await page.getByTestId('change-ok').click();
  await page.getByTestId('batch-freeze').first().waitFor();
  return takeByDelivery(page);
}

/** Makes a copy of the print file of the batch on screen, without a password, and takes it. */
async function takeByDelivery(page: Page): Promise<string[]> {
  await page.getByTestId('batch-tab-deliveries').click();
  await page.getByTestId('batch-deliver').click();
  await page.getByTestId('delivery-recipient').fill('城东印刷厂');
  await page.getByTestId('delivery-protected').click();
  await page.getByTestId('delivery-ok').click();
  await page.getByTestId('delivery-done').click();
  await page.getByTestId('batch-delivery-open').first().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('delivery-file').click(),
  ]);
  return readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
}
