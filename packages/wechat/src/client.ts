import { randomBytes } from 'node:crypto';
import { callApi } from './api-call.ts';
import type { ApiAnswer, ApiRequest, ApiSettings, WechatLogEvent } from './api-call.ts';
import { createCredentialKeeper } from './credentials.ts';
import type { CredentialKind, CredentialStore } from './credentials.ts';
import { TOKEN_ERRCODES, WechatError } from './errors.ts';
import { readMenu } from './menu.ts';
import type { Menu } from './menu.ts';
import type { MarketCodes } from './market-codes.ts';
import { signJsApi } from './signature.ts';

const ERRCODE_INVALID_CODE = 40029;
const ERRCODE_NO_MENU = 46003;

export interface WechatClientOptions {
  appId: string;
  appSecret: string;
  /** Default https://api.weixin.qq.com */
  apiUrl?: string;
  /** Default https://open.weixin.qq.com */
  oauthUrl?: string;
  credentialStore: CredentialStore;
  now?: () => Date;
  fetch?: typeof fetch;
  /** For one call, connection and answer together. Default 5000. */
  timeoutMs?: number;
  /** Pause before "system busy" is tried again, doubling each time. Default 200. */
  backoffMs?: number;
  log?: (event: WechatLogEvent) => void;
  /** Once for each failed call that only a person can mend; the error says how in `remedy`. */
  onTrouble?: (error: WechatError) => void;
}

export interface WechatClient {
  getAccessToken(): Promise<string>;
  getJsApiTicket(): Promise<string>;
  /** Where a page inside WeChat sends the phone to learn, silently, whose it is. */
  authorizeUrl(input: { redirectUri: string; state: string; scope?: 'snsapi_base' }): string;
  /**
   * Turns the single-use code into the openid. `isSnapshotUser` says that the identity is a made-up
   * one of WeChat's preview mode: never bind or credit it.
   */
  exchangeOAuthCode(code: string): Promise<{ openId: string; isSnapshotUser: boolean }>;
  /** Input of `wx.config`. Sign only URLs of your own; this does not know which are. */
  signJsApiUrl(
    url: string,
  ): Promise<{ appId: string; timestamp: number; nonceStr: string; signature: string }>;
  createMenu(menu: Menu): Promise<void>;
  getMenu(): Promise<Menu | null>;
  deleteMenu(): Promise<void>;
  /**
   * A text in the chat with one user (客服消息), possible only for a while after that user wrote, tapped
   * or scanned. Its refusals are normal: 45015 too late, 45047 too many, 43004 not following.
   * After a time-out nobody knows whether it was shown, so it is not sent again here.
   */
  sendCustomerServiceText(openId: string, content: string): Promise<void>;
  /**
   * A template message: to followers, and not for advertising. Words too long for their field are
   * cut, line ends become blanks. With the same `clientMessageId` (1 to 32 characters) and openid
   * the platform shows one message within ten minutes. Normal refusals: 43004 not following,
   * 43101 refused by the user, 40037 no such template. What became of it says a later event.
   */
  sendTemplateMessage(message: {
    openId: string;
    templateId: string;
    url?: string;
    data: Record<string, string>;
    clientMessageId?: string;
  }): Promise<{ msgId: string }>;
  /** A 订阅通知, one for each consent (43101: there is none); also to who does not follow. */
  sendSubscriptionMessage(message: {
    openId: string;
    templateId: string;
    page?: string;
    data: Record<string, string>;
  }): Promise<{ msgId: string | null }>;
  /** The templates the account has chosen on the platform. */
  listTemplates(channel: TemplateChannel): Promise<AccountTemplate[]>;
  /**
   * A QR of the account that tells who scanned it (`scene`, 1 to 64 characters). Null: permanent,
   * 100 000 of them for ever; otherwise seconds, up to 30 days. `url` is what the QR says.
   */
  createQr(qr: {
    scene: string;
    expireSeconds: number | null;
  }): Promise<{ ticket: string; url: string }>;
  /** Where the platform shows the picture of that QR to anybody. */
  showQrUrl(ticket: string): string;
  /** From where the platform pushes: addresses and networks (1.2.3.0/24), see `isAddressAmong`. */
  getCallbackIps(): Promise<string[]>;
  /**
   * Renews stored credentials that are near their end, so that nobody has to wait for them: to be
   * called every minute or so. Never rejects: what fails is logged.
   */
  keepFresh(): Promise<void>;
  readonly marketCodes: MarketCodes;
}

export type TemplateChannel = 'template' | 'subscription';

export interface AccountTemplate {
  templateId: string;
  title: string;
  /** With its fields, such as {{thing1.DATA}}. */
  content: string;
}

/**
 * Client of the Official Account API. All its calls throw `WechatError`; a token that the platform
 * refuses is replaced, and the call repeated, exactly once.
 */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { appId, appSecret, now = () => new Date() } = options;
  if (!appId || !appSecret) throw new RangeError('The client needs an app id and its secret.');
  const oauthUrl = baseUrlOf(options.oauthUrl ?? 'https://open.weixin.qq.com');
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
    const answer = await callApi(settings, { method: 'POST', endpoint, body, secrets: [] });
    return readCredential(answer, 'access_token', endpoint);
  }

  async function fetchTicket() {
    const endpoint = '/cgi-bin/ticket/getticket';
    const answer = await callWithToken({ method: 'GET', endpoint, query: { type: 'jsapi' } });
    return readCredential(answer, 'jsapi_ticket', endpoint);
  }

  async function callWithToken(request: Omit<ApiRequest, 'secrets'>): Promise<ApiAnswer> {
    const call = (token: string) =>
      callApi(settings, {
        ...request,
        query: { access_token: token, ...request.query },
        secrets: [token],
      });
    const token = await keeper.get('access_token');
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof WechatError) || !TOKEN_ERRCODES.has(error.errcode)) throw error;
      return await call(await keeper.replace('access_token', token));
    }
  }

  return {
    getAccessToken: () => keeper.get('access_token'),
    getJsApiTicket: () => keeper.get('jsapi_ticket'),
    authorizeUrl: (input) => authorizeUrl(oauthUrl, appId, input),
    exchangeOAuthCode: (code) => exchangeOAuthCode(settings, { appId, appSecret, code }),
    signJsApiUrl: async (url) => {
      const ticket = await keeper.get('jsapi_ticket');
      const nonceStr = randomBytes(8).toString('hex');
      const timestamp = Math.floor(now().getTime() / 1000);
      const signature = signJsApi({ ticket, nonceStr, timestamp, url });
      return { appId, timestamp, nonceStr, signature };
    },
    createMenu: async (menu) => {
      await callWithToken({ method: 'POST', endpoint: '/cgi-bin/menu/create', body: menu });
    },
    getMenu: async () => {
      try {
        return readMenu(await callWithToken({ method: 'GET', endpoint: '/cgi-bin/menu/get' }));
      } catch (error) {
        if (error instanceof WechatError && error.errcode === ERRCODE_NO_MENU) return null;
        throw error;
      }
    },
    deleteMenu: async () => {
      await callWithToken({ method: 'GET', endpoint: '/cgi-bin/menu/delete' });
    },
    sendCustomerServiceText: async (openId, content) => {
      // Half a surrogate pair would travel as an escape, which the platform shows as it is.
      const text = { content: content.toWellFormed() };
      const body = { touser: openId, msgtype: 'text', text };
      await callWithToken({ method: 'POST', endpoint: '/cgi-bin/message/custom/send', body });
    },
  };
}

function settingsOf(options: WechatClientOptions): ApiSettings {
  return {
    apiUrl: baseUrlOf(options.apiUrl ?? 'https://api.weixin.qq.com'),
    fetch: options.fetch ?? fetch,
    timeoutMs: options.timeoutMs ?? 5000,
    backoffMs: options.backoffMs ?? 200,
    log: options.log ?? (() => undefined),
    secrets: [options.appSecret],
  };
}

function authorizeUrl(
  oauthUrl: string,
  appId: string,
  { redirectUri, state, scope = 'snsapi_base' }: Parameters<WechatClient['authorizeUrl']>[0],
): string {
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

async function exchangeOAuthCode(
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
  if (typeof openId !== 'string' || openId === '') throw unexpected(endpoint);
  return { openId, isSnapshotUser: Number(snapshot) === 1 };
}

function readCredential(
  answer: ApiAnswer,
  kind: CredentialKind,
  endpoint: string,
): { value: string; lifeSeconds: number } {
  const value = kind === 'access_token' ? answer.access_token : answer.ticket;
  const lifeSeconds = answer.expires_in;
  if (typeof value !== 'string' || value === '') throw unexpected(endpoint);
  if (typeof lifeSeconds !== 'number' || !(lifeSeconds > 0)) throw unexpected(endpoint);
  return { value, lifeSeconds };
}

function unexpected(endpoint: string): WechatError {
  const detail = 'the answer lacks what was asked for';
  return new WechatError({ errcode: 0, endpoint, detail, retryable: true });
}

/** Checked once here: `fetch` would repeat a wrong URL, secrets included, in its error. */
function baseUrlOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
    throw new RangeError('The base URL must be absolute.');
  }
  return url.replace(/\/+$/, '');
}
