/** Signs people copy along with the digits: spaces and every kind of dash. */
const separators = /[\s\u002d\u2010-\u2015\u2212]/g;

const gtinDigits = 14;

/**
 * The GTIN-14 of a GTIN-8, -12, -13 or -14 as people write it, shorter ones with zeros in front; GS1
 * General Specifications §3.3.2. Spaces, dashes and full-width digits are forgiven. Null for
 * anything else, above all for digits whose last one does not check the others, and for zeros only.
 */
export function toGtin14(text: string): string | null {
  const digits = text.normalize('NFKC').replace(separators, '');
  if (!isGtin(digits) || /^0+$/.test(digits)) return null;
  return digits.padStart(gtinDigits, '0');
}

/**
 * Whether the text is a GTIN of any length, written as digits only. The check digit weighs the
 * others by 3 and 1 from the right; GS1 General Specifications §7.9.
 */
export function isGtin(digits: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits)) return false;
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    sum += Number(digits[digits.length - 1 - fromRight]) * (fromRight % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** As it stands under the barcode of a shop: GTIN-13, or GTIN-8, or all 14 digits of a case. */
export function shortGtin(gtin14: string): string {
  if (gtin14.startsWith('000000')) return gtin14.slice(6);
  return gtin14.startsWith('0') ? gtin14.slice(1) : gtin14;
}
