import { WechatError, type WechatClient } from '@mashang/wechat';
import { Refusal } from '../../../platform/errors.ts';
import type { Route } from '../../../platform/http.ts';
import type { WechatAccounts } from '../account/create-accounts.ts';

/**
 * Anybody may ask, and an ask that fails is a call of the few a day WeChat allows: beyond this it is
 * not asked, in a minute and process.
 */
export const failuresMax = 30;
const windowMs = 60_000;

/** Signs wx.config for pages of this site only: a signature for others would lend them our name. */
export function registerJsSdkRoute(
  route: Route,
  dependencies: { accounts: Pick<WechatAccounts, 'current'>; publicUrl: string },
): void {
  const { accounts, publicUrl } = dependencies;
  const ownOrigin = new URL(publicUrl).origin;
  let failures = { client: undefined as WechatClient | undefined, sinceMs: 0, count: 0 };

  /** Of an account that was mended meanwhile nothing is known yet. */
  function failuresOf(client: WechatClient): { count: number } {
    const nowMs = performance.now();
    const isOver = nowMs - failures.sinceMs >= windowMs;
    if (isOver || failures.client !== client) failures = { client, sinceMs: nowMs, count: 0 };
    return failures;
  }

  route('GET /api/wechat/js-config', async ({ query, request }) => {
    const inForce = await accounts.current();
    if (!inForce) throw wechatUnavailable();
    if (URL.parse(query.url)?.origin !== ownOrigin) {
      throw new Refusal('url_not_ours', 400, '只能为本站页面签名');
    }
    const { client } = inForce;
    if (failuresOf(client).count >= failuresMax) throw wechatUnavailable();
    try {
      const signed = await client.signJsApiUrl(query.url);
      return { ...signed, timestamp: Number(signed.timestamp) };
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      failuresOf(client).count += 1;
      request.log.warn({ errcode: error.errcode, endpoint: error.endpoint }, 'no JS-SDK signature');
      throw wechatUnavailable();
    }
  });
}

const wechatUnavailable = () =>
  new Refusal('wechat_unavailable', 503, '微信暂时连不上，请用相机、照片或手动输入', {
    retryAfterSeconds: 5,
  });
