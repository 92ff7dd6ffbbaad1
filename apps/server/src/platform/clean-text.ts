const zeroWidthJoiner = '\u200d';

/**
 * A line as it can be shown in any list: without control characters (PostgreSQL refuses NUL), halves
 * of characters, and direction marks, which would turn the text around it. Emoji keep their joiners.
 */
export function cleanLine(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === zeroWidthJoiner ? character : ''))
    .replace(/^[\s\u200d]+|[\s\u200d]+$/gu, '');
}

/** A pattern for `like` that finds the text anywhere: what it means by itself is taken literally. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
