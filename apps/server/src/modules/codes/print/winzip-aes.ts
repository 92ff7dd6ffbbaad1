import { createCipheriv, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * WinZip's AE-2 with 256 bits (https://www.winzip.com/en/support/aes-encryption/): salt, two bytes
 * that tell a wrong password at once, the bytes under AES-CTR, ten bytes of HMAC-SHA1.
 */
export const saltBytes = 16;
export const overheadBytes = saltBytes + 2 + 10;

const keyBytes = 32;
const iterations = 1_000;
const authenticationBytes = 10;
const blockBytes = 16;
const derive = promisify(pbkdf2);

export async function* encryptAe2(
  plain: AsyncIterable<Uint8Array>,
  password: string,
  salt: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const keys = await derive(password, salt, iterations, 2 * keyBytes + 2, 'sha1');
  const encrypt = createCounterMode(keys.subarray(0, keyBytes));
  const mac = createHmac('sha1', keys.subarray(keyBytes, 2 * keyBytes));
  yield Buffer.concat([salt, keys.subarray(2 * keyBytes)]);
  let rest = Buffer.alloc(0);
  for await (const chunk of plain) {
    // Empty pieces are there to give way to others in between.
    if (chunk.length === 0) yield chunk;
    const bytes = Buffer.concat([rest, chunk]);
    const wholeBytes = bytes.length - (bytes.length % blockBytes);
    rest = bytes.subarray(wholeBytes);
    const encrypted = encrypt(bytes.subarray(0, wholeBytes));
    mac.update(encrypted);
    yield encrypted;
  }
  const encrypted = encrypt(rest);
  const authentication = mac.update(encrypted).digest().subarray(0, authenticationBytes);
  yield Buffer.concat([encrypted, authentication]);
}

/**
 * CTR with a counter that starts at one and grows from its first byte on. OpenSSL's grows from the
 * last, so the blocks are counted here and AES only permutes them. Every piece but the last is of
 * whole blocks.
 */
function createCounterMode(key: Uint8Array): (plain: Uint8Array) => Uint8Array {
  const aes = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  let counters = new Uint32Array(0);
  let next = 1;

  return (plain) => {
    const blocks = Math.ceil(plain.length / blockBytes);
    if (counters.length < blocks * 4) counters = new Uint32Array(blocks * 4);
    for (let index = 0; index < blocks; index++, next++) {
      counters[4 * index] = next % 2 ** 32;
      counters[4 * index + 1] = Math.floor(next / 2 ** 32);
    }
    const stream = aes.update(new Uint8Array(counters.buffer, 0, blocks * blockBytes));
    return addBytes(stream.subarray(0, plain.length), plain);
  };
}

/** XORs `source` into `target` and returns it, four bytes at a time. */
function addBytes(target: Uint8Array, source: Uint8Array): Uint8Array {
  const words = source.length >>> 2;
  const sums = new Int32Array(target.buffer, target.byteOffset, words);
  const addends = new Int32Array(source.buffer, source.byteOffset, words);
  for (let index = 0; index < words; index++) sums[index]! ^= addends[index]!;
  for (let index = 4 * words; index < source.length; index++) target[index]! ^= source[index]!;
  return target;
}
