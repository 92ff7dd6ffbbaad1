import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { codeLengths } from '../src/index.ts';
import type { CodeLength } from '../src/index.ts';

/** Bytes that look random and are the same in every run, so that a failure can be repeated. */
export function seededBytes(seed: string, count: number): Buffer {
  return createHash('shake256', { outputLength: count }).update(seed).digest();
}

/** The key of all tests that do not care which key it is. */
export const testKey = seededBytes('key', 32);

export const aLength = fc.constantFrom<CodeLength>(...codeLengths);

/** An integer with the edges and every magnitude up to `max` about as likely as one another. */
export function anInteger(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(0, 1, max - 1, max),
    fc.integer({ min: 0, max: Math.min(max, 4_096) }),
    fc.maxSafeInteger().map((value) => Math.abs(value) % (max + 1)),
  );
}
