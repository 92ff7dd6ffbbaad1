import { SmsProviderError } from './provider.ts';

/**
 * Words of a connection that was never made, or whose certificate was not believed: nothing can have
 * been sent. Every other break of a connection may have come after the message.
 */
const notConnected =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_CERT_ALTNAME_INVALID|ERR_MODULE_NOT_FOUND)\b/;

/** A failed connection; `text` is only looked into, never passed on: it may quote the request. */
export function connectionFailure(provider: string, text: string): SmsProviderError {
  const word = notConnected.exec(text)?.[0];
  if (word !== undefined) {
    return new SmsProviderError('unreachable', `${provider} cannot be reached: ${word}`, {
      platformCode: word,
    });
  }
  const other = /\bE[A-Z]{3,20}\b/.exec(text)?.[0] ?? 'connection lost';
  return new SmsProviderError('unanswered', `${provider} did not answer: ${other}`);
}

/** A platform's word for an error, unless it is something else that got into that field. */
export function readPlatformCode(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === 'undefined') return undefined;
  return /^[A-Za-z][A-Za-z0-9_.]{1,79}$/.test(value) && !/\d{6}/.test(value) ? value : undefined;
}

/** What is kept with the message: `refused isv.AMOUNT_NOT_ENOUGH`, `unanswered`. */
export function failureText({ failure, platformCode }: SmsProviderError): string {
  return platformCode === undefined ? failure : `${failure} ${platformCode}`;
}

/** Any error as one that is safe to keep: of an unknown class only the name, for it may quote. */
export function toProviderError(error: unknown): SmsProviderError {
  if (error instanceof SmsProviderError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  return new SmsProviderError('unanswered', name);
}

/**
 * The SDKs limit the silence between two bytes; this limits the whole. What comes later is dropped.
 * Throws SmsProviderError `unanswered`.
 */
export async function answerWithin<Answer>(
  work: Promise<Answer>,
  timeoutMs: number,
  provider: string,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SmsProviderError('unanswered', `${provider} did not answer in ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
