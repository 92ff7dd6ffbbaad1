import type { CallFault } from '../../../texts-wechat-checks.ts';

const timeoutMs = 5_000;
const bytesMax = 64 * 1024;

export interface Fetched {
  status: number;
  contentType: string;
  /** Where a redirection leads. */
  location: string;
  body: string;
}

/**
 * One call to an address of our own configuration, never of a request: five seconds, 64 KiB, and a
 * redirection is not followed, whoever it names.
 */
export async function fetchBounded(
  url: string,
  init: { method?: 'GET' | 'POST'; body?: string; headers?: Record<string, string> } = {},
): Promise<Fetched | { fault: CallFault }> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status, headers } = response;
    const contentType = headers.get('content-type') ?? '';
    const location = headers.get('location') ?? '';
    return { status, contentType, location, body: await readStart(response) };
  } catch (error) {
    return { fault: { kind: 'network', reason: reasonOf(error) } };
  }
}

/** What a call that should have been answered with 200 got instead. */
export function faultOf(answer: Fetched | { fault: CallFault }): CallFault | null {
  if ('fault' in answer) return answer.fault;
  const { status } = answer;
  if (status === 200) return null;
  return { kind: status >= 300 && status < 400 ? 'redirect' : 'status', status };
}

async function readStart(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    byteCount += chunk.byteLength;
    if (byteCount > bytesMax) break;
  }
  return Buffer.concat(chunks).subarray(0, bytesMax).toString('utf8');
}

/** Only the kind of failure: its text may repeat the address with its signature. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return `> ${timeoutMs / 1000} s`;
  const code: unknown = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error.name;
}
