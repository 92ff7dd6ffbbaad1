import { toGtin14 } from '@mashang/contract';

/** The path of a GS1 Digital Link of one item: a product and the serial printed on it. */
export interface DigitalLink {
  /** GTIN-14. */
  gtin: string;
  /** Consumer product variant, application identifier 22. */
  variant: string | null;
  /** Batch or lot, application identifier 10. */
  lot: string | null;
  /** Serial, application identifier 21: our code. Null for a link of the product alone. */
  serial: string | null;
}

/** Qualifiers of a GTIN in the order the standard wants; GS1 Digital Link URI Syntax §4.3. */
const qualifiers = [
  ['22', 'variant'],
  ['10', 'lot'],
  ['21', 'serial'],
] as const;

/** The 82 characters of AIs 10, 21 and 22 and how many; GS1 General Specifications §7.11. */
const qualifierValue = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/**
 * Reads the end of a path as `/01/{gtin}`, then any of `/22/{variant}`, `/10/{lot}` and
 * `/21/{serial}` in this order; whatever stands before is the prefix of a site. Uncompressed only.
 * Null unless it is one as a whole: the check digit right, nothing left over.
 *
 * Which product the GTIN is of is not looked at. It is no secret (the barcode beside says the same),
 * so a strange GTIN before a right code is no attack the code alone were not; but the GTIN of a
 * product may be corrected, and labels printed before have to go on paying.
 */
export function readDigitalLink(path: string): DigitalLink | null {
  const segments = path.replace(/^\/+|\/$/g, '').split('/');
  // The longest first: a lot may be called 01.
  for (let pairs = qualifiers.length + 1; pairs >= 1; pairs--) {
    const link = segments.length >= 2 * pairs ? readPairs(segments.slice(-2 * pairs)) : null;
    if (link !== null) return link;
  }
  return null;
}

function readPairs(segments: string[]): DigitalLink | null {
  if (segments[0] !== '01') return null;
  const gtin = /^\d{8,14}$/.test(segments[1] ?? '') ? toGtin14(segments[1] ?? '') : null;
  if (gtin === null) return null;
  const link: DigitalLink = { gtin, variant: null, lot: null, serial: null };
  let at = 2;
  for (const [identifier, name] of qualifiers) {
    if (segments[at] !== identifier) continue;
    const value = unescapeSegment(segments[at + 1] ?? '');
    if (!qualifierValue.test(value)) return null;
    link[name] = value;
    at += 2;
  }
  return at === segments.length ? link : null;
}

/** Empty when the escapes are malformed: no such value is allowed. */
function unescapeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
