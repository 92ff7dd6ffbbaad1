import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a short secret for a database column: AES-256-GCM (NIST SP 800-38D) with a random nonce;
 * the result is nonce, ciphertext and tag in one. What seals often makes a key object once: bytes cost
 * Node some 0.1 ms at every use.
 */
export function seal(key: Buffer | KeyObject, plaintext: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

/** The secret in a sealed column. Throws when the key or a single bit is wrong. */
export function unseal(key: Buffer | KeyObject, sealed: Buffer): string {
  const nonce = sealed.subarray(0, nonceBytes);
  // Without the length Node would take a shorter tag, which is easier to forge.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const ciphertext = sealed.subarray(nonceBytes, sealed.length - tagBytes);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
}
