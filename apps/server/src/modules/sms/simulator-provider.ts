import { SmsProviderError } from './provider.ts';
import type { SmsProvider, VerificationMessage } from './provider.ts';
import { connectionFailure } from './provider-failures.ts';

/**
 * Messages appear on the screen of the simulator's phone.
 *
 * @param options.readBrandName what stands in 【】 before the text, as carriers demand of every sender
 */
export function createSimulatorProvider(options: {
  simulatorUrl: string;
  readBrandName?: () => Promise<string>;
  timeoutMs?: number;
}): SmsProvider {
  const { simulatorUrl, readBrandName = async () => '码上积分', timeoutMs = 5_000 } = options;
  return {
    name: 'simulator',
    send: async ({ mobile, code, validMinutes }: VerificationMessage) => {
      const text = `【${await readBrandName()}】验证码 ${code}，${validMinutes} 分钟内有效。请勿告诉他人。`;
      const status = await post(`${simulatorUrl}/simulator/sms`, { mobile, text }, timeoutMs);
      if (status < 200 || status > 299) {
        throw new SmsProviderError('refused', `the simulator answered ${status}`);
      }
      return undefined;
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
    throw connectionFailure('the simulator', connectionErrorCode(error));
  }
}

/** fetch wraps what the socket said; its own message may quote the request and is not passed on. */
function connectionErrorCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : 'unknown';
}
