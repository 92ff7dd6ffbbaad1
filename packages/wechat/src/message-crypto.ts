import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { equalsInConstantTime, signParts } from './signature.ts';

// Frame inside the ciphertext: random(16) | length of message(4, big-endian) | message | appid.
const RANDOM_BYTES = 16;
const HEADER_BYTES = RANDOM_BYTES + 4;
// PKCS#7 over 32 bytes although the AES block has 16: the platform's choice, so Node's own
// padding is switched off and done here.
const PADDING_BLOCK_BYTES = 32;

/** One sentence for every cause, so that nobody can use the answer as a decryption oracle. */
export class WechatCryptoError extends Error {
  override name = 'WechatCryptoError';
  readonly reason: 'appid' | 'malformed';

  constructor(reason: 'appid' | 'malformed') {
    super('The message cannot be decrypted.');
    this.reason = reason;
  }
}

export interface EncryptedMessage {
  encrypt: string;
  msgSignature: string;
  timestamp: string;
  nonce: string;
}

/**
 * Text of an `<Encrypt>` element. Check its `msg_signature` first: CBC alone does not protect
 * against changes. Several keys mean "current, then previous" while a key is being replaced.
 * @throws WechatCryptoError `appid` when the message was meant for another account, else `malformed`
 */
export function decryptMessage(input: {
  encodingAesKey: string | readonly string[];
  appId: string;
  encrypt: string;
}): string {
  return decryptWithKeys(input).message;
}

/** As `decryptMessage`, and says which key fitted: the answer must be encrypted with the same. */
export function decryptWithKeys(input: {
  encodingAesKey: string | readonly string[];
  appId: string;
  encrypt: string;
}): { message: string; encodingAesKey: string } {
  const { appId, encrypt } = input;
  let reason: WechatCryptoError['reason'] = 'malformed';
  for (const encodingAesKey of [input.encodingAesKey].flat()) {
    const outcome = openFrame(cipherKeyOf(encodingAesKey), encrypt, appId);
    if ('message' in outcome) return { message: outcome.message, encodingAesKey };
    if (outcome.reason === 'appid') reason = 'appid';
  }
  throw new WechatCryptoError(reason);
}

/**
 * Encrypts and signs, for a passive reply or, in the simulator, for a push. `random` (16 bytes, or
 * 16 ASCII characters) exists for test vectors only; leave it out and it comes from the system.
 */
export function encryptMessage(input: {
  encodingAesKey: string;
  appId: string;
  message: string;
  random?: Uint8Array | string;
  token: string;
  timestamp: string | number;
  nonce: string;
}): EncryptedMessage {
  const random = Buffer.from(input.random ?? randomBytes(RANDOM_BYTES));
  if (random.length !== RANDOM_BYTES) throw new RangeError('random must have 16 bytes.');
  const message = Buffer.from(input.message, 'utf8');
  const messageBytes = Buffer.alloc(4);
  messageBytes.writeUInt32BE(message.length);
  const frame = Buffer.concat([random, messageBytes, message, Buffer.from(input.appId, 'utf8')]);
  const padBytes = PADDING_BLOCK_BYTES - (frame.length % PADDING_BLOCK_BYTES);

  const { key, iv } = cipherKeyOf(input.encodingAesKey);
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([frame, Buffer.alloc(padBytes, padBytes)]);
  const encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');

  const { token, nonce } = input;
  const timestamp = String(input.timestamp);
  return { encrypt, msgSignature: signParts([token, timestamp, nonce, encrypt]), timestamp, nonce };
}

/**
 * The 32 bytes behind the console's EncodingAESKey. The unused low bits of the last character may
 * be set (the console makes such keys), so the text is not compared with its re-encoding.
 * @throws RangeError when it is not 43 base64 characters; the key is not repeated in the message
 */
export function decodeAesKey(encodingAesKey: string): Buffer {
  if (typeof encodingAesKey !== 'string' || !/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) {
    throw new RangeError('EncodingAESKey must be the 43 base64 characters of the console.');
  }
  return Buffer.from(`${encodingAesKey}=`, 'base64');
}

interface CipherKey {
  key: KeyObject;
  /** The first half of the key: the platform's choice. */
  iv: Buffer;
}

/** A Buffer as key costs Node 24 some 0.1 ms at every use; a key object is made once. */
const cipherKeys = new Map<string, CipherKey>();

function cipherKeyOf(encodingAesKey: string): CipherKey {
  let cipherKey = cipherKeys.get(encodingAesKey);
  if (cipherKey === undefined) {
    const bytes = decodeAesKey(encodingAesKey);
    cipherKey = { key: createSecretKey(bytes), iv: bytes.subarray(0, 16) };
    cipherKeys.set(encodingAesKey, cipherKey);
  }
  return cipherKey;
}

function openFrame(
  { key, iv }: CipherKey,
  encrypt: string,
  appId: string,
): { message: string } | { reason: WechatCryptoError['reason'] } {
  const malformed = { reason: 'malformed' } as const;
  const ciphertext = decodeBase64(encrypt);
  if (!ciphertext || ciphertext.length === 0 || ciphertext.length % PADDING_BLOCK_BYTES !== 0) {
    return malformed;
  }
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  const frame = removePadding(padded);
  if (!frame || frame.length < HEADER_BYTES) return malformed;
  const messageEnd = HEADER_BYTES + frame.readUInt32BE(RANDOM_BYTES);
  if (messageEnd > frame.length) return malformed;

  const message = decodeUtf8(frame.subarray(HEADER_BYTES, messageEnd));
  if (message === null) return malformed;
  // latin1 keeps every byte apart, so two different byte strings can never compare as equal.
  const receiver = frame.subarray(messageEnd).toString('latin1');
  const own = Buffer.from(appId, 'utf8').toString('latin1');
  return equalsInConstantTime(receiver, own) ? { message } : { reason: 'appid' };
}

function decodeBase64(text: string): Buffer | null {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  // Node skips what it does not understand; only the canonical form is accepted.
  return bytes.toString('base64') === text ? bytes : null;
}

function removePadding(padded: Buffer): Buffer | null {
  const padBytes = padded.at(-1) ?? 0;
  if (padBytes < 1 || padBytes > PADDING_BLOCK_BYTES) return null;
  const end = padded.length - padBytes;
  return padded.subarray(end).every((byte) => byte === padBytes) ? padded.subarray(0, end) : null;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
