import type { CodeSource } from './print-types.ts';

/** Which address is printed, and for whom. */
export type UrlSource = Pick<CodeSource, 'urlForm' | 'publicUrl' | 'gtin'>;

/** The URL that stands on the label of a code. */
export function printedUrl(source: UrlSource, code: string): string {
  return urlPrefixOf(source) + code;
}

/**
 * What stands before every code. All of it in capitals fits an alphanumeric QR segment; the path of
 * GS1 Digital Link URI Syntax §4 is application identifier 01, the GTIN, then 21, the serial.
 *
 * @throws {TypeError} when the form is gs1 and there is no GTIN
 */
export function urlPrefixOf({ urlForm, publicUrl, gtin }: UrlSource): string {
  if (urlForm === 'mixed') return `${publicUrl}/C/`;
  if (urlForm === 'upper') return `${publicUrl}/C/`.toUpperCase();
  if (gtin === null) throw new TypeError('a GS1 Digital Link needs a GTIN');
  return `${publicUrl}/01/${gtin}/21/`;
}
