import { codeIdMax } from '../../codes/index.ts';

/** The claim is the record of the scan that won, the log that of all others. */
export type ScanSource = 'claim' | 'log';

/** Where a page of scans ended: by time, claims before lines of the log, then by key. */
export interface ScanPosition {
  /** Since 1970. */
  microseconds: number;
  source: ScanSource;
  /** The code of a claim, the number of a line. */
  key: string;
}

/** Where one source goes on behind a position: beyond this moment and key, in either order. */
export interface SourceBound {
  /** ISO 8601 to the microsecond. */
  at: string;
  key: bigint;
}

const keyMax = codeIdMax;

/** At the same moment every claim comes before every line, whatever their keys. */
export function boundOf(source: ScanSource, position: ScanPosition): SourceBound {
  const at = momentText(position.microseconds);
  if (position.source === source) return { at, key: BigInt(position.key) };
  return { at, key: source === 'claim' ? keyMax : 0n };
}

/** Below zero when `one` is the older. */
export function comparePositions(one: ScanPosition, other: ScanPosition): number {
  if (one.microseconds !== other.microseconds) return one.microseconds - other.microseconds;
  if (one.source !== other.source) return one.source === 'claim' ? -1 : 1;
  const [a, b] = [BigInt(one.key), BigInt(other.key)];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether a value from a client's cursor is a position the database can read. */
export function isScanPosition(value: unknown): value is ScanPosition {
  const { microseconds, source, key } = (value ?? {}) as Partial<ScanPosition>;
  return (
    Number.isSafeInteger(microseconds) &&
    // The years 1685 to 2255 are all that whole microseconds below 2^53 reach.
    (source === 'claim' || source === 'log') &&
    typeof key === 'string' &&
    /^\d{1,19}$/.test(key) &&
    BigInt(key) <= keyMax
  );
}

function momentText(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = String(microseconds - milliseconds * 1_000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
