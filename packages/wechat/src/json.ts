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

/** `JSON.stringify` that writes a bigint as the number it is, which a number beyond 2^53 is not. */
export function formatJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? rawJson(String(part)) : part,
  );
}

// Of the same proposal, and as new to TypeScript.
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(text);
}
