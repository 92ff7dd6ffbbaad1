import { callApi } from './api-call.ts';
import type { ApiSettings } from './api-call.ts';
import { unexpectedAnswer, WechatError } from './errors.ts';

const ERRCODE_INVALID_CODE = 40029;

/** @throws RangeError for a state WeChat does not take, or a page without an address */
export function authorizeUrl(
  oauthUrl: string,
  appId: string,
  input: { redirectUri: string; state: string; scope?: 'snsapi_base' },
): string {
  const { redirectUri, state, scope = 'snsapi_base' } = input;
  if (!/^[A-Za-z0-9]{1,128}$/.test(state)) {
    throw new RangeError('WeChat takes 1 to 128 letters and digits as state.');
  }
  if (!/^https?:\/\//i.test(redirectUri)) throw new RangeError('redirectUri must be absolute.');
  // The client app compares the text, so the order is fixed and the fragment belongs to it.
  return (
    `${oauthUrl}/connect/oauth2/authorize?appid=${encodeURIComponent(appId)}` +
    `&redirect_uri=${encodeURIComponent(redirectUri)}&response_type=code&scope=${scope}` +
    `&state=${state}#wechat_redirect`
  );
}

/** The one call that sends the secret and a stranger's text together. */
export async function exchangeOAuthCode(
  settings: ApiSettings,
  { appId, appSecret, code }: { appId: string; appSecret: string; code: string },
): Promise<{ openId: string; isSnapshotUser: boolean }> {
  const endpoint = '/sns/oauth2/access_token';
  // The code comes from a query, hence from anybody; nonsense need not travel to be refused.
  if (typeof code !== 'string' || !/^[\x21-\x7e]{1,512}$/.test(code)) {
    throw new WechatError({ errcode: ERRCODE_INVALID_CODE, endpoint, detail: 'invalid code' });
  }
  const query = { appid: appId, secret: appSecret, code, grant_type: 'authorization_code' };
  const answer = await callApi(settings, { method: 'GET', endpoint, query, secrets: [code] });
  const { openid: openId, is_snapshotuser: snapshot } = answer;
  if (typeof openId !== 'string' || openId === '') throw unexpectedAnswer(endpoint);
  return { openId, isSnapshotUser: Number(snapshot) === 1 };
}
