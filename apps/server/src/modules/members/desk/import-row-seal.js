import { deriveKey } from '../../../platform/master-key.ts';
import { seal, unseal } from '../../../platform/seal.ts';
import { importColumns } from './import-columns.ts';
/** A row was sealed under another master key, or changed since. */
export class RowUnreadable extends Error {
    name = 'RowUnreadable';
}
/** Rows of a file wait in the database with numbers in them: only sealed. */
export function createRowSeal(masterKey) {
    const key = deriveKey(masterKey, 'member-import');
    return {
        seal: (cells) => seal(key, JSON.stringify(importColumns.map((column) => cells[column]))),
        unseal: (sealed) => {
            const texts = JSON.parse(open(key, sealed));
            return Object.fromEntries(importColumns.map((column, index) => [column, texts[index] ?? '']));
        },
    };
}
function open(key, sealed) {
    try {
        return unseal(key, sealed);
    }
    catch (error) {
        throw new RowUnreadable('a row of a member file cannot be unsealed', { cause: error });
    }
}
