import { setImmediate } from 'node:timers/promises';
import { importFileUnreadable } from './errors.ts';
import { importTexts } from './import-texts.ts';
/** A megabyte is decoded in a few milliseconds; claims wait no longer. */
const pieceBytes = 2 ** 20;
/**
 * The text of a CSV file: UTF-8 with or without its mark, UTF-16 with one (Excel's "Unicode text"),
 * or GBK, as Excel in China saves it. Throws import_file_unreadable for what is no text.
 */
export async function decodeText(bytes) {
    for (const encoding of encodingsOf(bytes)) {
        const text = await decodeAs(encoding, bytes);
        if (text === null)
            continue;
        if (text.includes('\0'))
            break;
        return text;
    }
    throw importFileUnreadable(importTexts.notText);
}
function encodingsOf(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return ['utf-16le'];
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return ['utf-16be'];
    return ['utf-8', 'gb18030'];
}
/** Null for bytes that are not of this encoding. */
async function decodeAs(encoding, bytes) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const pieces = [];
    try {
        for (let start = 0; start < bytes.length; start += pieceBytes) {
            if (start > 0)
                await setImmediate();
            pieces.push(decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: true }));
        }
        pieces.push(decoder.decode());
        return pieces.join('');
    }
    catch (error) {
        if (error instanceof TypeError)
            return null;
        throw error;
    }
}
