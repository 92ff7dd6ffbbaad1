/** How many symbols a printed code may have. */
export type CodeLength = 12 | 14 | 16 | 18 | 20;

/**
 * Where batch and serial stand in the plaintext, in bits. The left half is zeros then serial, the
 * right half is batch then zeros: the zeros of both halves are what a genuine code proves.
 */
export interface CodeLayout {
  length: CodeLength;
  serialBits: number;
  batchBits: number;
}

export const BITS_PER_SYMBOL = 5;

const LAYOUTS: readonly CodeLayout[] = [
  { length: 12, serialBits: 26, batchBits: 14 },
  { length: 14, serialBits: 30, batchBits: 16 },
  { length: 16, serialBits: 32, batchBits: 20 },
  { length: 18, serialBits: 32, batchBits: 24 },
  { length: 20, serialBits: 36, batchBits: 24 },
];

/** The five lengths, shortest first. 16 is the default of the product. */
export const codeLengths: readonly CodeLength[] = LAYOUTS.map((layout) => layout.length);

/** The layout of a length, or null when no code has that many symbols. */
export function findLayout(length: number): CodeLayout | null {
  return LAYOUTS.find((layout) => layout.length === length) ?? null;
}
