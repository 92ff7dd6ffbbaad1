/** The list with one entry taken to another place; a place outside the list changes nothing. */
export function moved<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const result = [...list];
  const [entry] = result.slice(from, from + 1);
  if (entry === undefined || from < 0 || to < 0 || to >= list.length) return result;
  result.splice(from, 1);
  result.splice(to, 0, entry);
  return result;
}
