import { setTimeout as sleep } from 'node:timers/promises';
import type { WechatCheck, WechatCheckName } from '@mashang/contract';
import { WechatError } from '@mashang/wechat';
import type { Language } from '../../../texts.ts';
import { wechatCheckTexts } from '../../../texts-wechat-checks.ts';
import { checkAccount } from './check-account.ts';
import { checkCallbackUrl } from './check-callback-url.ts';
import { checkJsTicket } from './check-js-ticket.ts';
import { checkIpWhitelist, checkToken } from './check-credentials.ts';
import { checkMenu } from './check-menu.ts';
import { checkOAuthDomain } from './check-oauth-domain.ts';
import { checkPushes } from './check-pushes.ts';
import { checkSignature } from './check-signature.ts';
import { checkTemplates } from './check-templates.ts';
import type { Check, CheckTools, Finding } from './check-tools.ts';
import { failed, failedByWechat, passed, skipped, warning } from './check-tools.ts';

/** People wait for it before a page. */
const limitDefaultMs = 8_000;

/** In the order in which they make sense: what fails first explains what fails after it. */
export const checkNames = [
  ...(['account', 'messageMode', 'token', 'ipWhitelist'] as const),
  ...(['callbackUrl', 'signature', 'pushes', 'oauthDomain'] as const),
  ...(['jsTicket', 'menu', 'templates'] as const),
] satisfies WechatCheckName[];

type AccountCheckName = Exclude<WechatCheckName, 'account'>;

const checks: Record<AccountCheckName, Check> = {
  messageMode: async ({ account, said }) => {
    const { messageMode } = account;
    return (messageMode === 'safe' ? passed : warning)(said.messageMode[messageMode]);
  },
  token: checkToken,
  ipWhitelist: checkIpWhitelist,
  callbackUrl: checkCallbackUrl,
  signature: checkSignature,
  pushes: checkPushes,
  oauthDomain: checkOAuthDomain,
  jsTicket: checkJsTicket,
  menu: checkMenu,
  templates: checkTemplates,
};

/**
 * Tests one thing, within eight seconds. What goes wrong is what it finds: it rejects never, and its
 * words hold no secret.
 *
 * @param onError a bug of ours, for the log
 */
export async function runCheck(
  tools: CheckTools,
  input: {
    check: WechatCheckName;
    language: Language;
    onError: (error: unknown) => void;
    limitMs?: number;
  },
): Promise<WechatCheck> {
  const { check, language, onError, limitMs = limitDefaultMs } = input;
  const said = wechatCheckTexts[language];
  const done = new AbortController();
  const late = sleep(limitMs, undefined, { signal: done.signal }).then(() =>
    failed(said.tooSlow(limitMs / 1000)),
  );
  // Aborting it is a rejection, which nobody waits for then.
  late.catch(() => undefined);
  const found = findOut(tools, check, language).catch((error: unknown) => {
    if (error instanceof WechatError) return failedByWechat(error, language);
    onError(error);
    return failed(said.broken);
  });
  const finding = await Promise.race([found, late]);
  done.abort();
  return { check, ...finding, checkedAt: tools.clock.now().toISOString() };
}

async function findOut(
  tools: CheckTools,
  check: WechatCheckName,
  language: Language,
): Promise<Finding> {
  const said = wechatCheckTexts[language];
  const inForce = await tools.accounts.current();
  if (check === 'account') return await checkAccount(tools, said, inForce);
  if (!inForce) return skipped(said.noAccount);
  return await checks[check]({ ...inForce, tools, said, language });
}
