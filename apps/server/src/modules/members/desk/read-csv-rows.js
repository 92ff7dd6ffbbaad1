import { importFileUnreadable } from './errors.ts';
import { importTexts } from './import-texts.ts';
/** More columns than any list of people has; what stands behind is not looked at. */
const cellsMax = 200;
/**
 * Records of a CSV text (RFC 4180), quotes and line breaks inside them understood. Throws
 * import_file_unreadable for a quote that never ends, as in a file cut short.
 */
export function* readCsvRows(text, separator) {
    const plainCell = new RegExp(`[^${separator}\\r\\n]*`, 'y');
    for (let at = 0; at < text.length;) {
        const row = [];
        for (let inRow = true; inRow;) {
            const cell = text[at] === '"' ? readQuoted(text, at) : { text: '', end: at };
            plainCell.lastIndex = cell.end;
            const rest = plainCell.exec(text)?.[0] ?? '';
            if (row.length < cellsMax)
                row.push(withoutGuard(cell.text + rest));
            at = cell.end + rest.length;
            inRow = text[at] === separator;
            if (inRow)
                at += 1;
        }
        at += text.startsWith('\r\n', at) ? 2 : 1;
        yield row;
    }
}
/** The separator that cuts the heading line into most cells. */
export function findSeparator(text) {
    const start = text.slice(0, 10_000);
    const end = start.search(/[\r\n]/);
    const line = end === -1 ? start : start.slice(0, end);
    const count = (separator) => line.split(separator).length;
    return [',', ';', '\t'].reduce((best, separator) => count(separator) > count(best) ? separator : best);
}
function readQuoted(text, start) {
    const pieces = [];
    for (let from = start + 1;;) {
        const quote = text.indexOf('"', from);
        if (quote === -1)
            throw importFileUnreadable(importTexts.cutShort);
        if (text[quote + 1] !== '"') {
            pieces.push(text.slice(from, quote));
            return { text: pieces.join(''), end: quote + 1 };
        }
        pieces.push(text.slice(from, quote + 1));
        from = quote + 2;
    }
}
/** Our own files guard what starts like a formula with an apostrophe; see platform/send-table.ts. */
function withoutGuard(cell) {
    return /^'[\s'"]*[=+\-@＝＋－＠|%]/u.test(cell) ? cell.slice(1) : cell;
}
