import { ALPHABET } from './alphabet.ts';
import { findLayout } from './code-layout.ts';

/** Longer than any URL a scanner hands over; the bound keeps hostile input cheap. */
const TEXT_LENGTH_MAX = 2_048;

/** `/c/{code}`, or GS1 Digital Link `/01/{gtin}[/22/{variant}][/10/{lot}]/21/{code}`, ending a path. */
const CODE_IN_PATH = /\/(?:c|01\/\d{8,14}(?:\/22\/[^/]+)?(?:\/10\/[^/]+)?\/21)\/([^/]+)\/?$/i;

/** Spaces, dashes of every width, and the invisible marks that come along with a paste. */
const SEPARATORS = /[\s\p{Dash}\p{Default_Ignorable_Code_Point}]/gu;

const SYMBOL_BY_CHARACTER = readableCharacters();

/**
 * What a person typed or a scanner read, reduced to the printed form of the code.
 *
 * Forgives lower case, spaces, dashes, full-width characters, `O` for `0`, `I` and `L` for `1`, and
 * accepts a URL of any host whose path ends in `/C/{code}` or is a GS1 Digital Link. Returns null
 * for everything that is not 12, 14, 16, 18 or 20 symbols. Never throws, whatever it is given.
 */
export function normalizeCode(text: string): string | null {
  const symbols = readSymbols(text);
  return symbols !== null && findLayout(symbols.length) !== null ? symbols : null;
}

/** The symbols in a text in printed form, however many; null when anything else is in it. */
export function readSymbols(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > TEXT_LENGTH_MAX) return null;
  const compatible = text.normalize('NFKC');
  const written = compatible.includes('/') ? codeInUrl(compatible) : compatible;
  if (written === null) return null;

  let symbols = '';
  for (const character of written.replace(SEPARATORS, '')) {
    const symbol = SYMBOL_BY_CHARACTER.get(character);
    if (symbol === undefined) return null;
    symbols += symbol;
  }
  return symbols;
}

/** By hand and not by `new URL`: what people paste often lacks the scheme, which URL refuses. */
function codeInUrl(url: string): string | null {
  const path = /^[^?#]*/.exec(url.trim())?.[0] ?? '';
  return CODE_IN_PATH.exec(path)?.[1] ?? null;
}

function readableCharacters(): Map<string, string> {
  const symbols = new Map([
    ['O', '0'],
    ['I', '1'],
    ['L', '1'],
  ]);
  for (const symbol of ALPHABET) symbols.set(symbol, symbol);
  for (const [character, symbol] of [...symbols]) symbols.set(character.toLowerCase(), symbol);
  return symbols;
}
