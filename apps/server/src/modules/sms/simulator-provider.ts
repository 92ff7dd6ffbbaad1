import { SmsProviderError } from './provider.ts';
import type { SmsProvider, VerificationMessage } from './provider.ts';

/** Error codes of a connection that was never made: nothing can have been sent. */
const notConnectedCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Messages appear on the screen of the simulator's phone.
 *
 * @param options.brandName stands in 【】 before the text, as carriers demand of every sender
 */
export function createSimulatorProvider(options: {
  simulatorUrl: string;
  brandName?: string;
  timeoutMs?: number;
}): SmsProvider {
  const { simulatorUrl, brandName = '码上积分', timeoutMs = 5_000 } = options;
  return {
    name: 'simulator',
    send: async ({ mobile, code, validMinutes }: VerificationMessage) => {
      const text = `【${brandName}】验证码 ${code}，${validMinutes} 分钟内有效。请勿告诉他人。`;
      const status = await post(`${simulatorUrl}/simulator/sms`, { mobile, text }, timeoutMs);
      if (status < 200 || status > 299) {
        throw new SmsProviderError('refused', `the simulator answered ${status}`);
      }
    },
  };
}

async function post(url: string, body: object, timeoutMs: number): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    const code = connectionErrorCode(error);
    if (notConnectedCodes.has(code)) {
      throw new SmsProviderError('unreachable', `the simulator cannot be reached: ${code}`);
    }
    throw new SmsProviderError('unanswered', `the simulator did not answer: ${code}`);
  }
}

/** fetch wraps what the socket said; its own message may quote the request and is not passed on. */
function connectionErrorCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : 'unknown';
}
