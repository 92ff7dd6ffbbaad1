import type {
  BodyOf,
  ErrorCode,
  ErrorReply,
  OperationLine,
  ParamsOf,
  QueryOf,
  ReplyOf,
} from '@mashang/contract';
import { buildAddress } from './build-address.ts';
import { languageTag } from './texts.ts';

/** What the server refused, or `network` with status 0 when no answer came. */
export class ApiError extends Error {
  override name = 'ApiError';
  code: ErrorCode | 'network';
  status: number;
  requestId: string;
  details: NonNullable<ErrorReply['details']>;

  constructor(
    reply: Pick<ErrorReply, 'message' | 'requestId' | 'details'> & { code: ApiError['code'] },
    status: number,
  ) {
    super(reply.message);
    this.code = reply.code;
    this.requestId = reply.requestId;
    this.details = reply.details ?? {};
    this.status = status;
  }
}

type Given<Name extends string, Value> = Value extends undefined ? unknown : Record<Name, Value>;
export type CallInput<Line extends OperationLine> = Given<'params', ParamsOf<Line>> &
  (QueryOf<Line> extends undefined ? unknown : { query?: QueryOf<Line> }) &
  Given<'body', BodyOf<Line>> & { signal?: AbortSignal };

interface LooseInput {
  params?: Record<string, string | number>;
  query?: Record<string, string | number>;
  body?: unknown;
  signal?: AbortSignal;
}

let whenNotSignedIn = (): void => undefined;

/** Names what happens when a session has ended under any page's feet. */
export function onNotSignedIn(action: () => void): void {
  whenNotSignedIn = action;
}

/**
 * Calls an operation of the contract on this origin.
 * @throws ApiError for every refusal and when the server cannot be reached
 */
export async function call<Line extends OperationLine>(
  line: Line,
  input: CallInput<Line>,
): Promise<ReplyOf<Line>> {
  const { params, query, body, signal } = input as LooseInput;
  const { method, address } = buildAddress(line, params, query);
  const headers: Record<string, string> = { 'accept-language': languageTag() };
  const request: RequestInit = { method, headers, signal: signal ?? null };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  const response = await fetch(address, request).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError({ code: 'network', message: '', requestId: '' }, 0);
  });
  if (response.ok) return (await response.json()) as ReplyOf<Line>;
  throw readRefusal(response.status, await response.text());
}

/** Turns a refusal's text into an ApiError; anything unreadable (a proxy's page) is `internal`. */
export function readRefusal(status: number, text: string): ApiError {
  const reply = parseReply(text);
  const error = new ApiError(reply ?? { code: 'internal', message: '', requestId: '' }, status);
  if (error.code === 'not_signed_in') whenNotSignedIn();
  return error;
}

function parseReply(text: string): ErrorReply | null {
  try {
    const value = JSON.parse(text) as Partial<ErrorReply> | null;
    return typeof value?.code === 'string' ? (value as ErrorReply) : null;
  } catch {
    return null;
  }
}
