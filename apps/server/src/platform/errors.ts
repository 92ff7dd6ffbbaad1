import type { ErrorCode } from '@mashang/contract';

/**
 * An expected "no": typed, with its HTTP answer. Everything else that is thrown is a bug and is
 * answered with 500. `message` is Chinese, for people.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Record<string, string | number> | undefined;
  /** When trying again makes sense, in seconds; becomes the Retry-After header. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    status: number,
    message: string,
    options: { details?: Record<string, string | number>; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const notSignedIn = () => new Refusal('not_signed_in', 401, '请先登录');

export const forbidden = () => new Refusal('forbidden', 403, '这项操作只有管理员可以做');

export const passwordNeeded = () => new Refusal('password_needed', 403, '请先设置登录密码');

/** Somebody else saved first: reading again shows what stands now. */
export const changedMeanwhile = () =>
  new Refusal('changed_meanwhile', 409, '内容已被别人修改，请刷新后再改');

export const tooManyRequests = (retryAfterSeconds: number) =>
  new Refusal('too_many_requests', 429, `操作太频繁，请 ${retryAfterSeconds} 秒后再试`, {
    retryAfterSeconds,
  });

/** The server is full: nothing was done, trying again is safe. */
export const busy = () =>
  new Refusal('busy', 503, '现在人太多了，请过几秒再试', { retryAfterSeconds: 2 });
