import { setTimeout as sleep } from 'node:timers/promises';
import { ERRCODE_BUSY, isTrouble, WechatError } from './errors.ts';
import { formatJson, parseJson } from './json.ts';
import { redact } from './redact.ts';

const TRIES_MAX = 4;
const ANSWER_BYTES_MAX = 1024 * 1024;

/** One line for the log. It never holds a token, a secret, a code or an openid. */
export interface WechatLogEvent {
  event: 'wechat_call' | 'wechat_refresh_failed';
  endpoint: string;
  outcome: 'ok' | 'failed';
  attempt: number;
  durationMs: number;
  errcode: number;
  message?: string;
}

export interface ApiSettings {
  apiUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
  /** Pause before the second try; it doubles with each further one. */
  backoffMs: number;
  log: (event: WechatLogEvent) => void;
  /** Told once of each call that failed for what only a person can mend. */
  onTrouble: (error: WechatError) => void;
  /** Hidden wherever text from outside is repeated, with those of the single call. */
  secrets: readonly string[];
}

export interface ApiRequest {
  method: 'GET' | 'POST';
  endpoint: string;
  query?: Record<string, string>;
  /** May hold bigints: they travel as numbers, whole. */
  body?: object;
  /** Of this call: what must not be repeated in an error or in the log. */
  secrets?: readonly string[];
  /** Codes that are an answer to this call rather than a failure; the log takes them for one. */
  answers?: readonly number[];
  /** For the rare answer that is large, and hence slow; otherwise 1 MiB, and the client's time. */
  large?: { bytesMax: number; timeoutMs: number };
}

export type ApiAnswer = Record<string, unknown>;

/** How the calls of one subject reach the platform: with the token, repeated once with a new one. */
export type Call = (request: ApiRequest) => Promise<ApiAnswer>;

/**
 * One call to the API host. "System busy" (-1) is tried up to four times with growing pauses, all
 * else once: after a time-out nobody knows whether a single-use code was consumed.
 * @throws WechatError
 */
export async function callApi(settings: ApiSettings, request: ApiRequest): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt++) {
    const startMs = performance.now();
    const { endpoint } = request;
    const report = (outcome: 'ok' | 'failed', error?: WechatError) =>
      settings.log({
        event: 'wechat_call',
        endpoint,
        outcome,
        attempt,
        durationMs: Math.round(performance.now() - startMs),
        errcode: error?.errcode ?? 0,
        ...(error && { message: error.message }),
      });
    const result = await send(settings, request);
    if (!(result instanceof WechatError)) {
      report('ok');
      return result;
    }
    report(request.answers?.includes(result.errcode) ? 'ok' : 'failed', result);
    if (result.errcode !== ERRCODE_BUSY || attempt === TRIES_MAX) {
      if (isTrouble(result)) settings.onTrouble(result);
      throw result;
    }
    await sleep(settings.backoffMs * 2 ** (attempt - 1));
  }
}

async function send(settings: ApiSettings, request: ApiRequest): Promise<ApiAnswer | WechatError> {
  const { endpoint, large } = request;
  let status: number;
  let text: string | null;
  try {
    const response = await settings.fetch(urlOf(settings, request), {
      method: request.method,
      ...(request.body && {
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: formatJson(request.body),
      }),
      // Not followed: it would carry the secrets to whoever is named there.
      redirect: 'manual',
      signal: AbortSignal.timeout(large?.timeoutMs ?? settings.timeoutMs),
    });
    status = response.status;
    text = await readLimited(response, large?.bytesMax ?? ANSWER_BYTES_MAX);
  } catch (error) {
    const detail = describe(error);
    const neverSent = NEVER_SENT.has(codeOf(error));
    return new WechatError({ errcode: 0, endpoint, detail, retryable: true, neverSent });
  }
  const fail = (detail: string, retryable: boolean) =>
    new WechatError({ errcode: 0, endpoint, detail, retryable });
  if (status !== 200) return fail(`HTTP ${status}`, status >= 500 || status === 429);
  const answer = text === null ? null : tryParse(text);
  if (!answer) return fail('the answer is not a JSON object', true);

  const errcode = Number(answer.errcode ?? 0);
  if (errcode === 0) return answer;
  if (!Number.isInteger(errcode)) return fail('the error code is not a number', true);
  const errmsg = typeof answer.errmsg === 'string' ? answer.errmsg : '';
  const detail = redact(errmsg, [...settings.secrets, ...(request.secrets ?? [])]);
  return new WechatError({ errcode, endpoint, detail });
}

function urlOf(settings: ApiSettings, { endpoint, query }: ApiRequest): string {
  const base = `${settings.apiUrl}${endpoint}`;
  return query ? `${base}?${new URLSearchParams(query).toString()}` : base;
}

/** Null when the answer is larger than any the platform gives. */
async function readLimited(response: Response, bytesMax: number): Promise<string | null> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    byteCount += chunk.byteLength;
    if (byteCount > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tryParse(text: string): ApiAnswer | null {
  try {
    const value = parseJson(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as ApiAnswer) : null;
  } catch {
    return null;
  }
}

/** Only the kind of failure: the text of a network error may repeat the URL with its secrets. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  return `no connection (${codeOf(error) || error.name})`;
}

function codeOf(error: unknown): string {
  const cause =
    error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? cause.code : '';
}

/** Codes of Node and undici for a connection that did not come about. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT',
]);
