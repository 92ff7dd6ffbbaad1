/** WeChat's names for what a scanner read; `typed` when a person typed it. */
export type ScanType = 'qrcode' | 'barcode' | 'typed';

/** What came out of a scanner or a keyboard. */
export interface Reading {
  text: string;
  scanType: ScanType;
}

/** Longest text the API takes. */
const textLengthMax = 4096;

/**
 * What a person is typing, in groups of four: `7K2M9` → `7K2M 9`. Only what can be a code is touched;
 * an address or a foreign code with other signs stays as it is.
 */
export function groupCode(typed: string): string {
  const symbols = codeSymbols(typed);
  if (symbols === null) return typed.slice(0, textLengthMax);
  return symbols.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Where the caret belongs after grouping: behind as many symbols as before. */
export function caretAfterGrouping(typed: string, caret: number, grouped: string): number {
  if (grouped === typed) return caret;
  const symbolsBefore = typed.slice(0, caret).replace(/\s/g, '').length;
  let position = 0;
  for (let seen = 0; seen < symbolsBefore && position < grouped.length; position += 1) {
    if (grouped[position] !== ' ') seen += 1;
  }
  return position;
}

/** The text to send for what stands in the field: without the spaces that grouping put in. */
export function ungroupCode(shown: string): string {
  return codeSymbols(shown) ?? shown.trim().slice(0, textLengthMax);
}

/** How many symbols stand in the field. */
export function countSymbols(shown: string): number {
  return ungroupCode(shown).length;
}

/** A retail barcode comes as `EAN_13,6911316223400` from WeChat's scanner; a QR code as it is. */
export function scanTypeOf(text: string): 'qrcode' | 'barcode' {
  return /^[A-Z0-9_]+,/.test(text) ? 'barcode' : 'qrcode';
}

/** Among several QR codes in one picture, the one that looks like an address of a product's code. */
export function pickCode(found: readonly string[]): string | undefined {
  return found.find((text) => /\/(c|01)\/[0-9A-Za-z]{12,}/i.test(text)) ?? found[0];
}

/** Behind `/c/`, or in a GS1 Digital Link behind its GTIN, variant and lot. */
const codeInPath =
  /\/(?:c|01\/\d{8,14}(?:\/22\/[^/]+)?(?:\/10\/[^/]+)?\/21)\/([0-9A-Za-z-]{4,64})(?:[/?#]|$)/i;

/** The code in what was scanned or typed: to show it, or to lead to its page. Undefined: none to see. */
export function codeIn(text: string): string | undefined {
  const inAddress = codeInPath.exec(text)?.[1];
  if (inAddress) return inAddress;
  const bare = ungroupCode(text);
  return /^[0-9A-Za-z-]{4,64}$/.test(bare) ? bare : undefined;
}

/**
 * The bare symbols, if the text can be a code of ours. Case and dashes stay: the server reads ours in
 * any case, and a foreign code may mean them.
 */
function codeSymbols(text: string): string | null {
  const symbols = toHalfWidth(text).replace(/\s/g, '');
  return /^[0-9A-Za-z]{0,24}$/.test(symbols) ? symbols : null;
}

/** Chinese keyboards write ＡＢＣ１２３ as easily as ABC123. */
function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
}
