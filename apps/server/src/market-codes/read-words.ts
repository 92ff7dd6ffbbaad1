import { parseArgs } from 'node:util';
import { MarketCodesError } from './market-codes-error.ts';

export type Words = Partial<Record<string, string>>;

/** The options of a command, each a word of its own. Throws MarketCodesError for any other. */
export function readWords(words: readonly string[], known: readonly string[]): Words {
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...words], options, strict: true }).values;
  } catch (error) {
    throw unknownWord(error instanceof Error ? (error.message.split('. ')[0] ?? '') : '');
  }
}

export function requireWord(words: Words, name: string): string {
  const word = words[name];
  if (word) return word;
  throw new MarketCodesError(`缺少 --${name}。 --${name} is missing; see --help.`);
}

/** A place among codes, from 0. */
export function requirePlace(words: Words, name: string): number {
  const word = requireWord(words, name);
  if (/^[0-9]{1,9}$/.test(word)) return Number(word);
  throw new MarketCodesError(
    `--${name} 必须是整数。 --${name} ${word}: give a whole number, 0 or more.`,
  );
}

function unknownWord(detail: string): MarketCodesError {
  return new MarketCodesError(`不认识的参数，请看 --help。 See --help: ${detail}.`);
}
