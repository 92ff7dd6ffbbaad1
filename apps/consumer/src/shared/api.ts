import type { BodyOf, ErrorCode, ErrorReply } from '@mashang/contract';
import type { OperationLine, ParamsOf, QueryOf, ReplyOf } from '@mashang/contract';
import { languageTag } from './language.ts';

/** A refusal of the server, or the reason why there was no answer at all. */
export type FailureCode = ErrorCode | 'offline' | 'timeout' | 'unreadable';

type Part<Name extends string, Value> = Value extends undefined
  ? object
  : object extends Value
    ? { [key in Name]?: Value }
    : { [key in Name]: Value };
export type Input<Line extends OperationLine> = Part<'params', ParamsOf<Line>> &
  Part<'query', QueryOf<Line>> &
  Part<'body', BodyOf<Line>>;
/** What is needed of a `Response`; an upload's XMLHttpRequest can say as much. */
type Answer = Pick<Response, 'ok' | 'status'> & { headers: Pick<Headers, 'get'> };
type AnyInput = { params?: object; query?: object; body?: object };

/** `status` is 0 when nothing came back; `message` is the server's own wording, in Chinese. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode;
  readonly status: number;
  readonly requestId: string;
  readonly details: NonNullable<ErrorReply['details']>;
  /** When asking again makes sense; 0: any time. */
  readonly retryAfterSeconds: number;

  constructor(
    code: FailureCode,
    status: number,
    reply?: Partial<ErrorReply>,
    retryAfterSeconds = 0,
  ) {
    super(reply?.message ?? code);
    this.code = code;
    this.status = status;
    this.requestId = reply?.requestId ?? '';
    this.details = reply?.details ?? {};
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Calls an operation of the contract. Refusals, no network and no answer in time are thrown as
 * `ApiError`. What is safe to repeat is repeated: any GET once, what carries an `attemptId` twice.
 */
export async function call<Line extends OperationLine>(
  line: Line,
  input: Input<Line>,
  options: { origin?: string; timeoutMs?: number } = {},
): Promise<ReplyOf<Line>> {
  const { origin = '', timeoutMs = 10_000 } = options;
  const url = origin + pathOf(line, input);
  for (const delayMs of retryDelaysMs(line, input)) {
    try {
      return (await callOnce(line, url, input, timeoutMs)) as ReplyOf<Line>;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status > 0 && error.status < 500)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return (await callOnce(line, url, input, timeoutMs)) as ReplyOf<Line>;
}

function pathOf(line: string, { params = {}, query = {} }: AnyInput): string {
  const values = params as Record<string, string | number>;
  const path = line
    .slice(line.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

function retryDelaysMs(line: string, { body }: AnyInput): number[] {
  if (line.startsWith('GET ')) return [300];
  return body && 'attemptId' in body ? [300, 1200] : [];
}

async function callOnce(line: string, url: string, { body }: AnyInput, timeoutMs: number) {
  // AbortSignal.timeout() is missing in web views of iOS 15.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method: line.slice(0, line.indexOf(' ')),
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        accept: 'application/json',
        'accept-language': languageTag(),
        ...(body && { 'content-type': 'application/json' }),
      },
      signal: abort.signal,
      ...(body && { body: JSON.stringify(body) }),
    });
    return readReply(response, await response.text());
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(abort.signal.aborted ? 'timeout' : 'offline', 0);
  } finally {
    clearTimeout(timer);
  }
}

/** The reply in the body of an answer. @throws ApiError when it is a refusal, or none of ours */
export function readReply(response: Answer, text: string): unknown {
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    // A proxy's error page, or a Wi-Fi log-in page in place of our answer.
    throw new ApiError('unreadable', response.ok ? 502 : response.status);
  }
  if (response.ok) return reply;
  const refusal = (reply ?? {}) as Partial<ErrorReply>;
  const waitSeconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  throw new ApiError(
    refusal.code ?? 'unreadable',
    response.status,
    refusal,
    Number.isNaN(waitSeconds) ? 0 : Math.max(waitSeconds, 0),
  );
}
