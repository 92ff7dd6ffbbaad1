import { hash, timingSafeEqual } from 'node:crypto';

export interface SignatureInput {
  token: string;
  timestamp: string;
  nonce: string;
  /** `signature` of the query, or `msg_signature` when `encrypt` is given. */
  signature: string;
  /** Text of the `<Encrypt>` element. Its presence decides which signature is checked. */
  encrypt?: string;
}

/**
 * True when the platform, who alone shares `token`, made this signature. Never throws: whatever is
 * not a string is refused, because query values come from strangers. Compares in constant time.
 * An `encrypt` key that is present but not a string is refused too: a message without its
 * ciphertext must not fall back to the signature that does not cover the body.
 */
export function verifySignature(input: SignatureInput): boolean {
  const { token, timestamp, nonce, signature } = input;
  const parts: unknown[] = [token, timestamp, nonce];
  if ('encrypt' in input) parts.push(input.encrypt);
  if (!parts.every((part) => typeof part === 'string') || token === '') return false;
  return equalsInConstantTime(signature, signParts(parts));
}

/** Lower-case hex SHA-1 over the parts in code-unit order, the rule of every callback signature. */
export function signParts(parts: readonly string[]): string {
  return sha1([...parts].sort().join(''));
}

/**
 * Signature for `wx.config`. `timestamp` in seconds. The fragment is cut off, the rest of `url` is
 * signed exactly as given: the phone signs `location.href`, re-encoding it here would break that.
 */
export function signJsApi(input: {
  ticket: string;
  nonceStr: string;
  timestamp: number | string;
  url: string;
}): string {
  const url = input.url.split('#', 1)[0] ?? '';
  return sha1(
    `jsapi_ticket=${input.ticket}&noncestr=${input.nonceStr}&timestamp=${input.timestamp}&url=${url}`,
  );
}

/** Equality whose duration tells nothing but the length. False for anything but two strings. */
export function equalsInConstantTime(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const left = Buffer.from(given, 'utf8');
  const right = Buffer.from(expected, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

function sha1(text: string): string {
  return hash('sha1', text);
}
