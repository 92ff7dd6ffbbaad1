import { isIP } from 'node:net';

/** A call to the platform that did not succeed. Its text is safe to log: secrets are removed. */
export class WechatError extends Error {
  override name = 'WechatError';
  /** The platform's code; 0 when there was none (no connection, time-out, HTTP error, nonsense). */
  readonly errcode: number;
  /** True when the same call may succeed later without anybody's help. */
  readonly retryable: boolean;
  /** True when no connection came about: the platform has not heard of this call. */
  readonly neverSent: boolean;
  /** Path of the call, without the query that carries the secrets. */
  readonly endpoint: string;
  /** What a person can do about it, Chinese and English; null when there is nothing known. */
  readonly remedy: string | null;
  /** Our address as the platform sees it, when it refused that one (40164); otherwise null. */
  readonly callerIp: string | null;

  constructor(fields: {
    errcode: number;
    endpoint: string;
    detail: string;
    retryable?: boolean;
    neverSent?: boolean;
  }) {
    const { errcode, endpoint, detail } = fields;
    const remedy = remedyOf(errcode, endpoint);
    super(`${endpoint}: ${[errcode || null, detail, remedy].filter(Boolean).join(' ')}`);
    this.errcode = errcode;
    this.endpoint = endpoint;
    this.retryable = fields.retryable ?? RETRYABLE.has(errcode);
    this.neverSent = fields.neverSent ?? false;
    this.remedy = remedy;
    this.callerIp = errcode === ERRCODE_ADDRESS ? addressIn(detail) : null;
  }
}

/** "System busy" is retried here, with growing pauses. */
export const ERRCODE_BUSY = -1;

/** The access token is not, or no longer, the valid one. */
export const TOKEN_ERRCODES: ReadonlySet<number> = new Set([40001, 40014, 42001]);

const ERRCODE_ADDRESS = 40164;
const ERRCODE_MINUTE_QUOTA = 45011;
const RETRYABLE: ReadonlySet<number> = new Set([ERRCODE_BUSY, ERRCODE_MINUTE_QUOTA]);

const REMEDIES: ReadonlyMap<number, string> = new Map([
  [40013, '请检查 WECHAT_APP_ID。Check WECHAT_APP_ID.'],
  [40125, '请检查 WECHAT_APP_SECRET。Check WECHAT_APP_SECRET.'],
  [
    40164,
    '请在公众平台【基本配置→IP白名单】加入本机出口 IP。Add the public IP of this server to the whitelist.',
  ],
  [61004, '请在公众平台加入 IP 白名单。Add the public IP of this server to the whitelist.'],
  [45035, '请在公众平台加入 IP 白名单。Add the public IP of this server to the whitelist.'],
  [
    48001,
    '该公众号没有此接口权限，请确认是已认证的服务号。The account lacks this API: it must be a certified service account.',
  ],
  [48004, '接口被封禁，请登录公众平台查看原因。The API is banned; see the notice in the console.'],
  [50002, '账号受限，请登录公众平台查看。The account is limited; see the notice in the console.'],
  [45009, '当日调用次数已用完，请明日再试或清零。The daily quota is used up; wait or clear it.'],
  [45011, '调用太频繁，请一分钟后再试。Too many calls; wait a minute.'],
  [
    45015,
    '用户 48 小时内没有互动，不能再发客服消息。The user has not been active for 48 hours; the chat is closed.',
  ],
  [
    45047,
    '给该用户的客服消息已达上限，须等其再次互动。Too many messages; wait for the user to act again.',
  ],
  [43004, '用户没有关注公众号，收不到消息。The user does not follow the account.'],
  [40029, '授权码无效，请重新进入页面。The code is not valid; open the page again.'],
  [40163, '授权码已被使用，请重新进入页面。The code was used before; open the page again.'],
  [42003, '授权码已过期，请重新进入页面。The code has expired; open the page again.'],
]);

/** `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist` */
function addressIn(detail: string): string | null {
  const words = detail.split(/[\s,;]+/, 20);
  return words.find((word) => isIP(word) !== 0) ?? null;
}

function remedyOf(errcode: number, endpoint: string): string | null {
  // Where tokens are fetched no token is sent, so the same code can only speak of the secret.
  const isTokenCall = endpoint.endsWith('/stable_token');
  return REMEDIES.get(isTokenCall && errcode === 40001 ? 40125 : errcode) ?? null;
}
