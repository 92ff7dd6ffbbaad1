export type Strength = 'short' | 'weak' | 'fair' | 'good';

/** What the server asks for at least, in characters. */
export const passwordLengthMin = 8;

/**
 * A hint while somebody types; the server has the last word. Length counts most, because a long phrase
 * beats a short riddle (NIST SP 800-63B, appendix A).
 *
 * @param known what others know about the account and may not be part of the password, e.g. its number
 */
export function strengthOf(password: string, known = ''): Strength {
  const characters = [...password];
  if (characters.length < passwordLengthMin) return 'short';
  const plain = password.toLowerCase();
  const different = new Set(characters).size;
  if (different < 4 || isRun(plain)) return 'weak';
  if (known !== '' && plain.includes(known)) return 'weak';
  if (/^1\d{10}$/.test(plain)) return 'weak';
  const onlyDigits = /^\d+$/.test(plain);
  const wide = characters.some((character) => character > '\u02ff');
  const room = characters.length * (onlyDigits ? 0.6 : wide ? 2 : 1);
  return room >= 12 && different >= 6 ? 'good' : onlyDigits ? 'weak' : 'fair';
}

/** 12345678, 87654321, abcdefgh: every step the same. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  return steps.size === 1;
}
