/** Reads a mainland mobile number as people type or paste it (+86, spaces, dashes, １３８…). */
export function readMobile(text: string): string | null {
  const digits = digitsOf(text).replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
  return /^1\d{10}$/.test(digits) ? digits : null;
}

/** Reads a whole number, or its last four digits. */
export function readMobileSearch(text: string): string | null {
  const digits = digitsOf(text);
  return /^\d{4}$/.test(digits) ? digits : readMobile(text);
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '');
}
