import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decryptMessage, encryptMessage, WechatCryptoError } from './message-crypto.ts';
import { verifySignature } from './signature.ts';

const encodingAesKey = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR';
const key = Buffer.from(`${encodingAesKey}=`, 'base64');
const appId = 'wxba5fad812f8e6fb9';
const stamp = { token: 'AAAAA', timestamp: '1714112445', nonce: '415670741' };
const anyText = fc.string({ unit: 'binary', maxLength: 300 });

test('S20: any text survives encryption and decryption', () => {
  fc.assert(
    fc.property(anyText, (message) => {
      const { encrypt, msgSignature } = encrypted(message);
      expect(decryptMessage({ encodingAesKey, appId, encrypt })).toBe(message);
      expect(verifySignature({ ...stamp, signature: msgSignature, encrypt })).toBe(true);
    }),
  );
});

test('S20: a changed ciphertext never fits the signature it came with', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, where, mask) => {
      const { encrypt, msgSignature } = encrypted(message);
      const changed = flip(encrypt, where, mask);
      expect(verifySignature({ ...stamp, signature: msgSignature, encrypt: changed })).toBe(false);
    }),
  );
});

test('S20: a changed ciphertext is never accepted for another account', () => {
  const own = 'wx0000000000000000';
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(255), (message, where, mask) => {
      const changed = flip(encrypted(message).encrypt, where, mask);
      const open = () => decryptMessage({ encodingAesKey, appId: own, encrypt: changed });
      expect(open).toThrow(WechatCryptoError);
    }),
  );
});

test('S20: a change in the last blocks, where account and padding lie, is always noticed', () => {
  fc.assert(
    fc.property(anyText, fc.nat(31), fc.integer({ min: 1, max: 255 }), (message, back, mask) => {
      const { encrypt } = encrypted(message);
      const bytes = Buffer.from(encrypt, 'base64');
      const changed = flip(encrypt, bytes.length - 1 - (back % 16), mask);
      const open = () => decryptMessage({ encodingAesKey, appId, encrypt: changed });
      expect(open).toThrow(WechatCryptoError);
    }),
  );
});

test('S20: frames with wrong padding or length are refused with one and the same error', () => {
  const frame = (length: number) => frameOf('hi', length);
  const good = frame(2);
  const padBytes = 32 - (good.length % 32);
  const padded = (body: Buffer, pad: number) =>
    Buffer.concat([body, Buffer.alloc(32 - (body.length % 32), pad)]);
  expect(decryptMessage(sealed(padded(good, padBytes)))).toBe('hi');

  const bad = [
    sealed(padded(good, 0)),
    sealed(padded(good, 33)),
    sealed(padded(good, 255)),
    // Consistent, but a whole block and one byte more than the rule allows.
    sealed(Buffer.concat([frameOf('x'.repeat(25)), Buffer.alloc(33, 33)])),
    sealed(padded(good, padBytes + 1)),
    sealed(padded(frame(0xffffffff), padBytes)),
    sealed(padded(frame(appId.length + 3), padBytes)),
    sealed(Buffer.alloc(32, 32)),
    sealed(Buffer.concat([Buffer.alloc(16, 16)])),
    ...['', '!', 'AAAA', 'A'.repeat(43), ' ' + sealed(padded(good, padBytes)).encrypt].map(
      (encrypt) => ({ encodingAesKey, appId, encrypt }),
    ),
  ];
  const messages = bad.map((input) => {
    try {
      return decryptMessage(input);
    } catch (error) {
      expect(error).toMatchObject({ name: 'WechatCryptoError', reason: 'malformed' });
      return (error as Error).message;
    }
  });
  expect(new Set(messages)).toEqual(new Set(['The message cannot be decrypted.']));
});

test('S20: bytes that are not UTF-8 are not passed on as text', () => {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(2, 16);
  const body = Buffer.concat([head, Buffer.from([0xff, 0xfe]), Buffer.from(appId)]);
  const padBytes = 32 - (body.length % 32);
  const input = sealed(Buffer.concat([body, Buffer.alloc(padBytes, padBytes)]));
  expect(() => decryptMessage(input)).toThrow(WechatCryptoError);
});

test('S20: a key of the wrong length is named as such, and not shown', () => {
  const wrong = { encodingAesKey: 'secretsecret', appId, encrypt: 'AAAA' };
  expect(() => decryptMessage(wrong)).toThrow(/43 base64/);
  expect(() => decryptMessage(wrong)).not.toThrow(/secretsecret/);
});

test('S20: verifySignature answers false to what is not text, and never throws', () => {
  const fields = ['token', 'timestamp', 'nonce', 'signature', 'encrypt'] as const;
  const { encrypt, msgSignature: signature } = encrypted('x');
  const good = { ...stamp, signature, encrypt };
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
      fc.pre(value !== good[field]);
      expect(verifySignature({ ...good, [field]: value })).toBe(false);
    }),
  );
});

test('S20: a missing ciphertext does not fall back to the plain signature', () => {
  const plain = { token: 'AAAAA', timestamp: '1714036504', nonce: '1514711492' };
  const signature = 'f464b24fc39322e44b38aa78f5edd27bd1441696';
  expect(verifySignature({ ...plain, signature })).toBe(true);
  const withHole = { ...plain, signature, encrypt: undefined } as unknown as { encrypt: string };
  expect(verifySignature({ ...plain, signature, ...withHole })).toBe(false);
});

function encrypted(message: string) {
  return encryptMessage({ encodingAesKey, appId, message, ...stamp });
}

function frameOf(message: string, length = message.length): Buffer {
  const head = Buffer.alloc(20, 7);
  head.writeUInt32BE(length, 16);
  return Buffer.concat([head, Buffer.from(message + appId)]);
}

function sealed(padded: Buffer) {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  return { encodingAesKey, appId, encrypt };
}

function flip(encrypt: string, where: number, mask: number): string {
  const bytes = Buffer.from(encrypt, 'base64');
  const at = where % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes.toString('base64');
}
