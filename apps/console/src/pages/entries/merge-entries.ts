interface Entry {
  entryId: string;
}

/** Puts entries that just happened (newest first) above those shown; known ones are skipped. */
export function putOnTop<E extends Entry>(shown: E[], arrived: E[]): { rows: E[]; fresh: E[] } {
  const known = new Set(shown.map((entry) => entry.entryId));
  const fresh = arrived.filter((entry) => !known.has(entry.entryId));
  return { rows: [...fresh, ...shown], fresh };
}

/**
 * Joins the first page, read again, to what is shown. When they share no entry there may be a hole
 * between them, so the page replaces everything (`isJoined` false).
 */
export function joinNewest<E extends Entry>(
  shown: E[],
  firstPage: E[],
): { rows: E[]; fresh: E[]; isJoined: boolean } {
  const { rows, fresh } = putOnTop(shown, firstPage);
  const isJoined = fresh.length < firstPage.length;
  return { rows: isJoined ? rows : firstPage, fresh, isJoined };
}
