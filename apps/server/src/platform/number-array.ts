/**
 * Whole numbers as PostgreSQL writes an array of them; cast it: `${numberArray(ids)}::bigint[]`. On the
 * path of every claim: pg by itself quotes and escapes each number of an array (for 500 awards: 9.9 ms
 * of CPU with it, 8.3 ms without).
 */
export function numberArray(values: readonly (number | bigint)[]): string {
  return `{${values.join(',')}}`;
}

const needsNoQuotes = /^(?!null$)[a-z0-9_-]+$/i;

/** Texts the same way, e.g. `${textArray(kinds)}::text[]`; null is SQL's null. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(textElement).join(',')}}`;
}

function textElement(value: string | null): string {
  if (value === null) return 'NULL';
  return needsNoQuotes.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
