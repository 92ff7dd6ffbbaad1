import { setImmediate } from 'node:timers/promises';
import { streamXlsxRows } from 'hucre/xlsx';
import { Refusal } from '../../../platform/errors.ts';
import { decodeText } from './decode-text.ts';
import { importFileUnreadable } from './errors.ts';
import { findColumns, pickCells } from './import-columns.ts';
import { importRowsMax, importTexts } from './import-texts.ts';
import { inspectZip } from './inspect-zip.ts';
import { findSeparator, readCsvRows } from './read-csv-rows.ts';
/** Empty rows included: a sheet may have been formatted to its end. */
const rowsLookedAtMax = 200_000;
/** So many rows hold the thread for a few milliseconds. */
const rowsAtOnce = 500;
/** Longer than any field may be, so what is cut off was wrong before. */
const cellCharactersMax = 1_000;
/**
 * Every row of a CSV or XLSX file that says anything. The bytes decide what it is, not the name.
 * Throws import_file_unreadable.
 */
export async function readImportTable(bytes, fileName) {
    const rows = [];
    let positions = null;
    let lookedAt = 0;
    for await (const { lineNumber, row } of readRows(bytes, fileName)) {
        lookedAt += 1;
        if (lookedAt % rowsAtOnce === 0)
            await setImmediate();
        if (lookedAt > rowsLookedAtMax)
            throw tooManyRows();
        if (row.every((cell) => cell.trim() === ''))
            continue;
        if (positions === null) {
            positions = findColumns(row);
            if (positions === null)
                throw importFileUnreadable(importTexts.noColumns);
            continue;
        }
        if (rows.length >= importRowsMax)
            throw tooManyRows();
        rows.push({ lineNumber, cells: pickCells(row.map(cutCell), positions) });
    }
    if (rows.length === 0)
        throw importFileUnreadable(importTexts.noRows);
    return rows;
}
async function* readRows(bytes, fileName) {
    const kind = kindOf(bytes);
    if (kind === 'oldExcel')
        throw importFileUnreadable(importTexts.oldExcel);
    if (kind === 'zip') {
        yield* readXlsxRows(bytes);
        return;
    }
    if (/\.xlsx$/i.test(fileName))
        throw importFileUnreadable(importTexts.notXlsx);
    const text = (await decodeText(bytes)).replace(/^\ufeff/, '');
    let lineNumber = 0;
    for (const row of readCsvRows(text, findSeparator(text))) {
        lineNumber += 1;
        yield { lineNumber, row };
    }
}
function kindOf(bytes) {
    const start = bytes.toString('latin1', 0, 4);
    if (start === 'PK\x03\x04')
        return 'zip';
    return start === '\xd0\xcf\x11\xe0' ? 'oldExcel' : 'text';
}
async function* readXlsxRows(bytes) {
    await inspectZip(bytes);
    try {
        for await (const { index, values } of streamXlsxRows(bytes)) {
            yield { lineNumber: index + 1, row: values.map(textOf) };
        }
    }
    catch (error) {
        if (error instanceof Refusal)
            throw error;
        // Whatever a reader says about a stranger's bytes: the file is what is wrong.
        throw importFileUnreadable(importTexts.brokenXlsx);
    }
}
function textOf(value) {
    if (value === null || value === undefined)
        return '';
    if (value instanceof Date)
        return value.toISOString().slice(0, 10);
    return typeof value === 'string' ? value : JSON.stringify(value);
}
function cutCell(cell) {
    return cell.length > cellCharactersMax ? cell.slice(0, cellCharactersMax) : cell;
}
function tooManyRows() {
    return importFileUnreadable(importTexts.tooManyRows, 413);
}
