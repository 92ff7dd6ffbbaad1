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
  /** Our address as the platform sees it, when it refused that one and named it; otherwise null. */
  readonly callerIp: string | null;

  constructor(fields: {
    errcode: number;
    endpoint: string;
    detail: string;
    retryable?: boolean;
    neverSent?: boolean;
  }) {
    const { errcode, endpoint, detail } = fields;
    super(`${endpoint}: ${[errcode || null, detail].filter(Boolean).join(' ')}`);
    this.errcode = errcode;
    this.endpoint = endpoint;
    this.retryable = fields.retryable ?? RETRYABLE.has(errcode);
    this.neverSent = fields.neverSent ?? false;
    this.callerIp = ADDRESS_ERRCODES.has(errcode) ? addressIn(detail) : null;
  }
}

/** "System busy" is retried here, with growing pauses. */
export const ERRCODE_BUSY = -1;

/** The access token is not, or no longer, the valid one. */
export const TOKEN_ERRCODES: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** Our address is not on the white list. */
const ADDRESS_ERRCODES: ReadonlySet<number> = new Set([40164, 61004, 45035]);
const ERRCODE_SECRET = 40125;
const ERRCODE_MINUTE_QUOTA = 45011;
const RETRYABLE: ReadonlySet<number> = new Set([ERRCODE_BUSY, ERRCODE_MINUTE_QUOTA]);

/** What stays broken until somebody at head office acts, whoever asks for whatever. */
const TROUBLE: ReadonlySet<number> = new Set([
  ...[...ADDRESS_ERRCODES, 89503, 89506, 89507, 40013, ERRCODE_SECRET],
  ...[48001, 48004, 50002, 45009],
]);

/** True when only a person can mend it: a white list, a secret, a permission, a quota. */
export function isTrouble({ errcode, endpoint }: WechatError): boolean {
  return TROUBLE.has(meaningOf(errcode, endpoint));
}

/** The call succeeded, and yet its answer is not one. */
export function unexpectedAnswer(endpoint: string, retryable = true): WechatError {
  const detail = 'the answer lacks what was asked for';
  return new WechatError({ errcode: 0, endpoint, detail, retryable });
}

/** Where tokens are fetched no token is sent, so 40001 can only speak of the secret. */
function meaningOf(errcode: number, endpoint: string): number {
  return errcode === 40001 && endpoint.endsWith('/stable_token') ? ERRCODE_SECRET : errcode;
}

const ADDRESS = /(?:\d{1,3}\.){3}\d{1,3}/g;

/** `invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist` */
function addressIn(detail: string): string | null {
  const words = [...(detail.match(ADDRESS) ?? []), ...detail.split(/[\s,;]+/, 50)];
  return words.find((word) => isIP(word) !== 0) ?? null;
}
