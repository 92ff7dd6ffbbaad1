import { createHash, randomBytes, randomInt } from 'node:crypto';
import { deriveKey } from '../../../platform/master-key.ts';

/** Nothing that is mistaken when read aloud or copied by hand: no 0 and O, no 1 and I. */
const passwordSymbols = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const passwordLength = 20;
const tokenBytes = 32;

/** Twenty of 32 symbols: 100 bits, which nobody tries out on a stolen archive. */
export function makePassword(): string {
  return Array.from(
    { length: passwordLength },
    () => passwordSymbols[randomInt(passwordSymbols.length)],
  ).join('');
}

/** Of a link or a ticket: 256 bits. */
export function makeToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** What the database keeps of a token. It is found by it, so no comparison takes longer than another. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Passwords of deliveries are sealed under a key that opens nothing else. */
export function passwordKeyOf(masterKey: Buffer): Buffer {
  return deriveKey(masterKey, 'delivery-password');
}

/** Behind the `#`, which no browser sends and so no log on the way holds. */
export function pickupLink(publicUrl: string, token: string): string {
  return `${publicUrl}/hq/pickup#${token}`;
}
