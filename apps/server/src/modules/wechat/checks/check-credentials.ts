import { createMemoryCredentialStore, createWechatClient, WechatError } from '@mashang/wechat';
import type { Check, CheckInput } from './check-tools.ts';
import { failedByWechat, passed, skipped } from './check-tools.ts';

/** The whitelist: not on it (40164 and kin), or still to be confirmed by a person. */
const whitelistErrcodes = new Set([40164, 61004, 45035, 89503, 89506, 89507]);
const credentialErrcodes = new Set([40001, 40013, 40125]);

/** Shorter than the check: the platform's "busy" is asked again. */
const callMs = 3_000;

/** AppID and secret are right, and the token they give opens the API. */
export const checkToken: Check = async (input) => {
  const { said, language } = input;
  const outcome = await proveSecret(input);
  if (!(outcome instanceof WechatError)) return passed(said.token.fine(outcome.addressCount));
  if (whitelistErrcodes.has(outcome.errcode)) return skipped(said.token.behindWhitelist);
  return failedByWechat(outcome, language);
};

/** The whitelist guards the endpoint where tokens are fetched, so the same call tells. */
export const checkIpWhitelist: Check = async (input) => {
  const { said, language } = input;
  const outcome = await proveSecret(input);
  if (!(outcome instanceof WechatError)) return passed(said.ipWhitelist.fine);
  if (credentialErrcodes.has(outcome.errcode)) return skipped(said.ipWhitelist.behindSecret);
  return failedByWechat(outcome, language);
};

/**
 * A client that remembers nothing fetches a token with the secret: the stored one would still work for
 * two hours after the secret was changed. A stable token stays the same, so nobody is disturbed.
 */
async function proveSecret({
  account,
  tools,
}: CheckInput): Promise<{ addressCount: number } | WechatError> {
  const { appId, appSecret } = account;
  const client = createWechatClient({
    ...{ appId, appSecret, apiUrl: tools.apiUrl },
    credentialStore: createMemoryCredentialStore(),
    now: () => tools.clock.now(),
    timeoutMs: callMs,
  });
  try {
    return { addressCount: (await client.getCallbackIps()).length };
  } catch (error) {
    if (error instanceof WechatError) return error;
    throw error;
  }
}
