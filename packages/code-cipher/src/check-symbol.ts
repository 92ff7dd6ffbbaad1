import { ALPHABET, symbolValue, VALUE_BY_CHARACTER } from './alphabet.ts';
import { findLayout } from './code-layout.ts';
import { normalizeCode, readSymbols } from './normalize-code.ts';

/** What a typed code with its check symbol turned out to be. */
export type TypedCode =
  { ok: true; code: string } | { ok: false; code: string; suspectPositions: number[] };

/** x^5 + x^2 + 1, primitive over GF(2): x has order 31, so its first 31 powers all differ. */
const FIELD_POLYNOMIAL = 0b100101;

/** Symbols that are taken for one another on a wet label or in a hurried hand. */
const LOOK_ALIKES = ['0DQ', '1T7', '2Z', '5S', '6G', '8B', 'VY', 'MN', 'CG', 'EF', 'PR'];

/**
 * The public check symbol of a code: one more symbol for codes that people type.
 *
 * With it the symbols satisfy Σ xʲ·symbolⱼ = 0 over GF(32), j counted from the right. All weights
 * are different and none is zero, so every wrong symbol and every swap of two different symbols,
 * neighbours or not, the check symbol included, is noticed. It is no secret and proves nothing.
 *
 * @throws {RangeError} when the text is not a code of 12, 14, 16, 18 or 20 symbols
 */
export function checkSymbol(code: string): string {
  const normalized = normalizeCode(code);
  if (normalized === null) throw new RangeError('checkSymbol: not a code of 12 to 20 symbols');
  return ALPHABET.charAt(timesX(weightedSum(normalized)));
}

/**
 * The check symbol of the printed code in bytes [at, at + length), as a byte: for lines by the
 * million, where a text each would cost more than the code. The bytes must be a code.
 */
export function checkSymbolByte(bytes: Uint8Array, at: number, length: number): number {
  let sum = 0;
  for (let index = at; index < at + length; index++) {
    sum = timesX(sum) ^ VALUE_BY_CHARACTER[bytes[index]!]!;
  }
  return ALPHABET.charCodeAt(timesX(sum));
}

/**
 * A typed code with its check symbol behind it: 13, 15, 17, 19 or 21 symbols, as forgiving as
 * `normalizeCode`. Null when it is not of that form.
 *
 * When the check fails, `suspectPositions` (0 = first symbol, the last is the check symbol) names the
 * places where one look-alike or one swap with the right-hand neighbour explains the failure: a hint
 * where to look. One check symbol cannot know the place, so the hint may be empty or wrong.
 */
export function stripCheckSymbol(text: string): TypedCode | null {
  const symbols = readSymbols(text);
  if (symbols === null || findLayout(symbols.length - 1) === null) return null;
  const code = symbols.slice(0, -1);
  return weightedSum(symbols) === 0
    ? { ok: true, code }
    : { ok: false, code, suspectPositions: suspectPositions(symbols) };
}

/** Horner's rule from the left; the rightmost symbol has weight x⁰ = 1. */
function weightedSum(symbols: string): number {
  let sum = 0;
  for (let position = 0; position < symbols.length; position++) {
    sum = timesX(sum) ^ symbolValue(symbols, position);
  }
  return sum;
}

function timesX(element: number): number {
  const doubled = element << 1;
  return doubled & 32 ? doubled ^ FIELD_POLYNOMIAL : doubled;
}

function suspectPositions(symbols: string): number[] {
  const positions: number[] = [];
  for (let position = 0; position < symbols.length; position++) {
    if (plausibleRepairs(symbols, position).some((repaired) => weightedSum(repaired) === 0)) {
      positions.push(position);
    }
  }
  return positions;
}

function plausibleRepairs(symbols: string, position: number): string[] {
  const before = symbols.slice(0, position);
  const here = symbols.charAt(position);
  const next = symbols.charAt(position + 1);
  const repairs = LOOK_ALIKES.filter((group) => group.includes(here))
    .flatMap((group) => [...group])
    .map((symbol) => before + symbol + symbols.slice(position + 1));
  if (next !== '') repairs.push(before + next + here + symbols.slice(position + 2));
  return repairs;
}
