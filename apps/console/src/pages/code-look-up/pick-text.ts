/** A symbol a decoder saw. */
export interface SeenSymbol {
  text: string;
  format: string;
}

/** As printed by us: /C/… or a GS1 Digital Link. */
const addressOfCode = /\/(?:c|01)\/[0-9a-z]{8,}/i;

/**
 * Of all symbols on a photo the one that is meant: an address of a code, else any square code, else
 * the shop's barcode, as which the answer can name it. Null when there is none.
 */
export function pickText(seen: readonly SeenSymbol[]): string | null {
  const readable = seen.filter(({ text }) => text !== '');
  const squares = readable.filter(({ format }) => /qr|matrix/i.test(format));
  const chosen = squares.find(({ text }) => addressOfCode.test(text)) ?? squares[0] ?? readable[0];
  return chosen?.text ?? null;
}
