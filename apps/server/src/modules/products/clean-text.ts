/** A line of text people gave: no control characters (PostgreSQL refuses NUL), no outer blanks. */
export function cleanText(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').trim();
}
