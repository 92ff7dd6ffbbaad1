import { parseWholeNumber } from '../../shared/format.ts';

const changeMax = 100_000_000;

/** Reads a signed difference as people type it (+50, −3, 1,000); null when it is none, or 0. */
export function readStockChange(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  const isMinus = /^[-−–]/.test(plain);
  const size = parseWholeNumber(plain.replace(/^[-−–+]/, ''));
  if (size === null || size === 0 || size > changeMax) return null;
  return isMinus ? -size : size;
}
