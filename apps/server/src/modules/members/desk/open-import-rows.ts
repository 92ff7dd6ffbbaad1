import { setImmediate } from 'node:timers/promises';
import type { MobileReader } from '../mobile.ts';
import type { RowSeal } from './import-row-seal.ts';
import type { RowProblem } from './import-texts.ts';
import { judgeImportRow } from './judge-import-row.ts';
import type { ImportedMember } from './judge-import-row.ts';

export interface OpenedRow {
  lineNumber: number;
  member: ImportedMember | { problem: RowProblem };
}

/** So many rows hold the thread for a few milliseconds; claims must not wait longer. */
const rowsAtOnce = 50;

/** Unseals rows of a file and reads what they say, letting others have the thread in between. */
export async function openImportRows(
  { mobiles, rowSeal }: { mobiles: MobileReader; rowSeal: RowSeal },
  rows: { lineNumber: number; sealed: Buffer }[],
): Promise<OpenedRow[]> {
  const opened: OpenedRow[] = [];
  for (const { lineNumber, sealed } of rows) {
    if (opened.length % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
    opened.push({ lineNumber, member: judgeImportRow(mobiles, rowSeal.unseal(sealed)) });
  }
  return opened;
}
