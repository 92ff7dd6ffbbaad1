import { randomBytes } from 'node:crypto';
import { callApi } from './api-call.ts';
import type { ApiAnswer, ApiRequest, ApiSettings, WechatLogEvent } from './api-call.ts';
import { getCallbackIps } from './callback-addresses.ts';
import { createCredentialKeeper } from './credentials.ts';
import type { CredentialKind, CredentialStore } from './credentials.ts';
import { TOKEN_ERRCODES, unexpectedAnswer, WechatError } from './errors.ts';
import { createMarketCodes } from './market-codes.ts';
import { createMenu, deleteMenu, getMenu } from './menu.ts';
import {
  sendCustomerServiceText,
  sendSubscriptionMessage,
  sendTemplateMessage,
} from './messages.ts';
import { authorizeUrl, exchangeOAuthCode } from './oauth.ts';
import { createQr, showQrUrl } from './qr.ts';
import { signJsApi } from './signature.ts';
import { listTemplates } from './templates.ts';
import type { WechatClient } from './wechat-client.ts';

export interface WechatClientOptions {
  appId: string;
  appSecret: string;
  /** Default https://api.weixin.qq.com */
  apiUrl?: string;
  /** Default https://open.weixin.qq.com */
  oauthUrl?: string;
  /** Where pictures of parametric QRs are shown; default https://mp.weixin.qq.com */
  qrUrl?: string;
  credentialStore: CredentialStore;
  now?: () => Date;
  fetch?: typeof fetch;
  /** For one call, connection and answer together. Default 5000. */
  timeoutMs?: number;
  /** Pause before "system busy" is tried again, doubling each time. Default 200. */
  backoffMs?: number;
  log?: (event: WechatLogEvent) => void;
  /** Once for each failed call that only a person can mend. */
  onTrouble?: (error: WechatError) => void;
}

/**
 * Client of the Official Account API. All its calls throw `WechatError`; a token that the platform
 * refuses is replaced, and the call repeated, exactly once.
 */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { appId, appSecret, now = () => new Date() } = options;
  if (!appId || !appSecret) throw new RangeError('The client needs an app id and its secret.');
  const oauthUrl = baseUrlOf(options.oauthUrl ?? 'https://open.weixin.qq.com');
  const qrUrl = baseUrlOf(options.qrUrl ?? 'https://mp.weixin.qq.com');
  const settings = settingsOf(options);
  const keeper = createCredentialKeeper({
    store: options.credentialStore,
    now,
    log: settings.log,
    fetchNew: (kind) => (kind === 'access_token' ? fetchToken() : fetchTicket()),
  });

  async function fetchToken() {
    const endpoint = '/cgi-bin/stable_token';
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret };
    const answer = await callApi(settings, { method: 'POST', endpoint, body });
    return readCredential(answer, 'access_token', endpoint);
  }

  async function fetchTicket() {
    const endpoint = '/cgi-bin/ticket/getticket';
    const answer = await call({ method: 'GET', endpoint, query: { type: 'jsapi' } });
    return readCredential(answer, 'jsapi_ticket', endpoint);
  }

  async function call(request: ApiRequest): Promise<ApiAnswer> {
    const callWith = (token: string) =>
      callApi(settings, {
        ...request,
        query: { access_token: token, ...request.query },
        secrets: [token, ...(request.secrets ?? [])],
      });
    const token = await keeper.get('access_token');
    try {
      return await callWith(token);
    } catch (error) {
      if (!(error instanceof WechatError) || !TOKEN_ERRCODES.has(error.errcode)) throw error;
      return await callWith(await keeper.replace('access_token', token));
    }
  }

  async function signJsApiUrl(url: string) {
    const ticket = await keeper.get('jsapi_ticket');
    const nonceStr = randomBytes(8).toString('hex');
    const timestamp = Math.floor(now().getTime() / 1000);
    const signature = signJsApi({ ticket, nonceStr, timestamp, url });
    return { appId, timestamp, nonceStr, signature };
  }

  return {
    getAccessToken: () => keeper.get('access_token'),
    getJsApiTicket: () => keeper.get('jsapi_ticket'),
    keepFresh: () => keeper.keepFresh(),
    authorizeUrl: (input) => authorizeUrl(oauthUrl, appId, input),
    exchangeOAuthCode: (code) => exchangeOAuthCode(settings, { appId, appSecret, code }),
    signJsApiUrl,
    createMenu: (menu) => createMenu(call, menu),
    getMenu: () => getMenu(call),
    deleteMenu: () => deleteMenu(call),
    sendCustomerServiceText: (openId, content) => sendCustomerServiceText(call, openId, content),
    sendTemplateMessage: (message) => sendTemplateMessage(call, message),
    sendSubscriptionMessage: (message) => sendSubscriptionMessage(call, message),
    listTemplates: (channel) => listTemplates(call, channel),
    createQr: (qr) => createQr(call, qr),
    showQrUrl: (ticket) => showQrUrl(qrUrl, ticket),
    getCallbackIps: () => getCallbackIps(call),
    marketCodes: createMarketCodes(call, (request) => callApi(settings, request)),
  };
}

function settingsOf(options: WechatClientOptions): ApiSettings {
  return {
    apiUrl: baseUrlOf(options.apiUrl ?? 'https://api.weixin.qq.com'),
    fetch: options.fetch ?? fetch,
    timeoutMs: options.timeoutMs ?? 5000,
    backoffMs: options.backoffMs ?? 200,
    log: options.log ?? (() => undefined),
    onTrouble: options.onTrouble ?? (() => undefined),
    secrets: [options.appSecret],
  };
}

function readCredential(
  answer: ApiAnswer,
  kind: CredentialKind,
  endpoint: string,
): { value: string; lifeSeconds: number } {
  const value = kind === 'access_token' ? answer.access_token : answer.ticket;
  const lifeSeconds = answer.expires_in;
  if (typeof value !== 'string' || value === '') throw unexpectedAnswer(endpoint);
  if (typeof lifeSeconds !== 'number' || !(lifeSeconds > 0)) throw unexpectedAnswer(endpoint);
  return { value, lifeSeconds };
}

/** Checked once here: `fetch` would repeat a wrong URL, secrets included, in its error. */
function baseUrlOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
    throw new RangeError('The base URL must be absolute.');
  }
  return url.replace(/\/+$/, '');
}
