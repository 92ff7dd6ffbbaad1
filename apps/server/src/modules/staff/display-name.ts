/**
 * How colleagues call a person: one line without control characters (PostgreSQL refuses NUL) and
 * without direction marks, which would turn the text around it. Emoji keep their joiners. It may be
 * empty: then the login name stands for it.
 */
export function cleanDisplayName(text: string): string {
  const zeroWidthJoiner = '\u200d';
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === zeroWidthJoiner ? character : ''))
    .replace(/^[\s\u200d]+|[\s\u200d]+$/gu, '');
}
