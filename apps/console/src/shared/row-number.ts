const numbers = new WeakMap<object, number>();
let latest = 0;

/** A key for a row that has none of its own: the same object, the same number. */
export function rowNumber(row: object): number {
  const known = numbers.get(row);
  if (known !== undefined) return known;
  numbers.set(row, ++latest);
  return latest;
}
