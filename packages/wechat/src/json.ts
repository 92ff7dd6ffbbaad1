/**
 * `JSON.parse` that keeps an integer beyond 2^53 as the text it was sent as, instead of rounding it
 * to another message's id. Numbers that fit stay numbers.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepLargeIntegers);
}

// The third argument (TC39 "JSON.parse source text access") is not in TypeScript's ES2024 library.
function keepLargeIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?[0-9]+$/.test(source) ? source : value;
}
