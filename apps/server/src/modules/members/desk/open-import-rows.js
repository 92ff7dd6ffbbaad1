import { setImmediate } from 'node:timers/promises';
import { judgeImportRow } from './judge-import-row.ts';
/** So many rows hold the thread for a few milliseconds; claims must not wait longer. */
const rowsAtOnce = 50;
/** Unseals rows of a file and reads what they say, letting others have the thread in between. */
export async function openImportRows({ mobiles, rowSeal }, rows) {
    const opened = [];
    for (const { lineNumber, sealed } of rows) {
        if (opened.length % rowsAtOnce === rowsAtOnce - 1)
            await setImmediate();
        opened.push({ lineNumber, member: judgeImportRow(mobiles, rowSeal.unseal(sealed)) });
    }
    return opened;
}
