import type { AccountField, CheckTexts } from '../../../texts-wechat-checks.ts';
import type { AccountInForce } from '../account/create-accounts.ts';
import type { CheckTools, Finding } from './check-tools.ts';
import { failed, passed } from './check-tools.ts';

const needed: AccountField[] = ['appId', 'appSecret', 'token', 'encodingAesKey', 'originalId'];

/** As the platform makes them. What is secret is judged by its form only. */
const forms: Partial<Record<AccountField, RegExp>> = {
  appId: /^wx[0-9a-z]{16}$/,
  appSecret: /^[\x21-\x7e]+$/,
  token: /^[0-9a-zA-Z]{3,32}$/,
  encodingAesKey: /^[A-Za-z0-9+/]{43}$/,
  originalId: /^gh_[0-9a-zA-Z]{1,37}$/,
};

/** Everything filled in, and of the right form; the environment's account goes before the settings. */
export async function checkAccount(
  tools: Pick<CheckTools, 'readAccountSettings'>,
  said: CheckTexts,
  inForce: AccountInForce | undefined,
): Promise<Finding> {
  if (!inForce) {
    const settings = await tools.readAccountSettings();
    return failed(said.account.missing(needed.filter((field) => settings[field] === '')));
  }
  const { account } = inForce;
  const values = { ...account, encodingAesKey: account.encodingAesKeys[0] ?? '' };
  const odd = needed.filter((field) => forms[field]?.test(values[field]) === false);
  if (odd.length > 0) return failed(said.account.odd(odd));
  return passed(said.account.fine(account.accountName, account.appId, account.source));
}
