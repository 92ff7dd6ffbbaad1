/**
 * Crockford's base 32: digits and capital letters without I, L, O and U, so that nothing on a label
 * looks like something else. A symbol is worth five bits.
 */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The value 0…31 of each symbol by character code; -1 for every other ASCII character. */
export const VALUE_BY_CHARACTER = Int8Array.from({ length: 128 }, (_, character) =>
  ALPHABET.indexOf(String.fromCharCode(character)),
);

/** The value 0…31 of the symbol at a position of a text, or -1 when it is not in the alphabet. */
export function symbolValue(text: string, position: number): number {
  return VALUE_BY_CHARACTER[text.charCodeAt(position)] ?? -1;
}

/** True when every character is a symbol in its printed (capital) form. */
export function isPrintedForm(text: string): boolean {
  for (let position = 0; position < text.length; position++) {
    if (symbolValue(text, position) < 0) return false;
  }
  return true;
}

/** Symbols [from, to) of a printed code as a number, most significant first; exact to ten symbols. */
export function symbolsToNumber(code: string, from: number, to: number): number {
  let value = 0;
  for (let position = from; position < to; position++) {
    value = value * 32 + symbolValue(code, position);
  }
  return value;
}

/** A number as exactly `count` symbols, most significant first. */
export function numberToSymbols(value: number, count: number): string {
  let text = '';
  let rest = value;
  for (let position = 0; position < count; position++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
