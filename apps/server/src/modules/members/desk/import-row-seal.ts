import { deriveKey } from '../../../platform/master-key.ts';
import { seal, unseal } from '../../../platform/seal.ts';
import { importColumns } from './import-columns.ts';
import type { ImportCells } from './import-columns.ts';

/** A row was sealed under another master key, or changed since. */
export class RowUnreadable extends Error {
  override name = 'RowUnreadable';
}

export interface RowSeal {
  seal: (cells: ImportCells) => Buffer;
  /** Throws RowUnreadable. */
  unseal: (sealed: Buffer) => ImportCells;
}

/** Rows of a file wait in the database with numbers in them: only sealed. */
export function createRowSeal(masterKey: Buffer): RowSeal {
  const key = deriveKey(masterKey, 'member-import');
  return {
    seal: (cells) => seal(key, JSON.stringify(importColumns.map((column) => cells[column]))),
    unseal: (sealed) => {
      const texts = JSON.parse(open(key, sealed)) as string[];
      return Object.fromEntries(
        importColumns.map((column, index) => [column, texts[index] ?? '']),
      ) as ImportCells;
    },
  };
}

function open(key: Buffer, sealed: Buffer): string {
  try {
    return unseal(key, sealed);
  } catch (error) {
    throw new RowUnreadable('a row of a member file cannot be unsealed', { cause: error });
  }
}
