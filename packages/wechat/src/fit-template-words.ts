/**
 * Words as the field of a template takes them, of whatever length they are: one line without control
 * characters, cut to the length of the field's kind, which is its name without the number (thing1).
 * An empty field would be refused with 47003, so it says "-".
 *
 * Lengths: 订阅消息参数值内容限制说明 (miniprogram/dev … subscribe-message/sendMessage); 20 for kinds
 * that are not listed there, the rule for every field of a template since May 2023.
 */
export function fitTemplateWords(fieldName: string, words: string): string {
  const kind = fieldName.replace(/[0-9]+$/, '');
  const charactersMax = limitOf(kind, words);
  const line = words
    .slice(0, charactersMax * 20)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (line === '') return kind === 'phrase' ? '无' : '-';
  if (line.length <= charactersMax) return line;
  if (!KINDS_OF_PROSE.test(kind)) return cut(line, charactersMax);
  return `${cut(line, charactersMax - 1)}…`;
}

const LIMITS: Readonly<Record<string, number>> = {
  character_string: 32,
  number: 32,
  letter: 32,
  symbol: 5,
  phone_number: 17,
  car_number: 8,
  phrase: 5,
  // A span of two moments: 2026年11月23日 09:30~2026年11月24日 18:00
  time: 40,
  date: 40,
};

/** Where an ellipsis says that something is missing; the other kinds take no such sign. */
const KINDS_OF_PROSE = /^(?:thing|keyword|first|remark|const)$/;

function limitOf(kind: string, words: string): number {
  if (kind === 'name') return /^[\x20-\x7e]*$/.test(words) ? 20 : 10;
  return (Object.hasOwn(LIMITS, kind) ? LIMITS[kind] : undefined) ?? 20;
}

// Made once: that takes longer than all it does here.
const segmenter = new Intl.Segmenter();

/** At most so many UTF-16 units, and no character torn apart: 👨‍👩‍👧 stays or goes as a whole. */
function cut(line: string, unitsMax: number): string {
  let result = '';
  for (const { segment } of segmenter.segment(line)) {
    if (result.length + segment.length > unitsMax) break;
    result += segment;
  }
  return result.trimEnd() || line.slice(0, unitsMax).toWellFormed();
}
