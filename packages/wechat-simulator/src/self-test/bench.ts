import type { Call } from './sign-call.ts';
import type { ResolvedSelfTestOptions } from './self-test-options.ts';

/** What came back. */
export interface Answer {
  /** Null when nothing arrived; then `problem` says why. */
  status: number | null;
  contentType: string;
  body: string;
  /** Every header's value. */
  headers: string;
  durationMs: number;
  problem: string | null;
}

/** What a check does with the server under test. */
export interface Bench {
  options: ResolvedSelfTestOptions;
  /** `GET`, as the console does on saving. */
  ask: (query: Call['query']) => Promise<Answer>;
  /** `POST`, as the platform pushes. */
  push: (call: Call) => Promise<Answer>;
}

export function createBench(options: ResolvedSelfTestOptions): Bench {
  return {
    options,
    ask: (query) => call(options, query, { method: 'GET' }),
    push: ({ query, body }) =>
      call(options, query, { method: 'POST', body, headers: { 'content-type': 'text/xml' } }),
  };
}

async function call(
  { url, patienceMs }: ResolvedSelfTestOptions,
  query: Call['query'],
  init: RequestInit,
): Promise<Answer> {
  const address = new URL(url);
  for (const [name, value] of query) address.searchParams.append(name, value);
  const answer: Answer = {
    ...{ status: null, contentType: '', body: '', headers: '', durationMs: 0, problem: null },
  };
  const startedAt = performance.now();
  const timeout = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(address, { ...init, redirect: 'manual', signal: timeout });
    answer.body = await response.text();
    answer.contentType = response.headers.get('content-type') ?? '';
    answer.headers = [...response.headers.values()].join('\n');
    answer.status = response.status;
  } catch (error) {
    answer.problem = timeout.aborted ? `no answer in ${patienceMs} ms` : `no answer (${of(error)})`;
  }
  answer.durationMs = Math.round(performance.now() - startedAt);
  return answer;
}

function of(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : 'unknown';
}
