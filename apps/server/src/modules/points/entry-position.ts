import type { EntryPosition } from './list-entries.ts';

/** Whether a value from a client's cursor is a position of the ledger. */
export function isEntryPosition(value: unknown): value is EntryPosition {
  const position = value as Partial<EntryPosition> | null;
  return (
    typeof position === 'object' &&
    isMomentOfPostgres(position?.createdAt) &&
    Number.isSafeInteger(position?.memberId) &&
    Number.isSafeInteger(position?.sequence)
  );
}

/** As PostgreSQL writes a moment, and one that exists: anything else it would refuse with an error. */
function isMomentOfPostgres(text: unknown): boolean {
  const match =
    /^([1-9]\d{3}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::\d\d)?$/.exec(
      typeof text === 'string' ? text : '',
    );
  const moment = new Date(`${match?.[1]}T${match?.[2]}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(match?.[1] ?? '?');
}
