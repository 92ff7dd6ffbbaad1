import { createInflateRaw } from 'node:zlib';
import { importFileUnreadable } from './errors.ts';
import { importTexts } from './import-texts.ts';
/** Fifty thousand rows of thirty columns; a few hundred bytes of an evil file could ask for gigabytes. */
const unpackedBytesMax = 128 * 2 ** 20;
/** Sheets are read row by row; its texts, styles and all else, whatever they are called, in one go. */
const otherBytesMax = 32 * 2 ** 20;
const entriesMax = 2_000;
// APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endHeader = 0x06054b50;
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
/**
 * Unpacks a ZIP archive piece by piece, keeping nothing, to know what it really holds: the sizes it
 * declares may lie. Throws import_file_unreadable when it is none, is cut short, or is too much.
 */
export async function inspectZip(bytes) {
    let total = 0;
    for (const entry of readEntries(bytes)) {
        const isSheet = entry.name.toLowerCase().startsWith('xl/worksheets/');
        const max = Math.min(unpackedBytesMax - total, isSheet ? Infinity : otherBytesMax);
        total += await countUnpacked(entry, max);
    }
}
async function countUnpacked({ method, packed }, bytesMax) {
    let unpackedBytes = method === 0 ? packed.length : 0;
    if (method === 8) {
        const inflate = createInflateRaw();
        inflate.end(packed);
        try {
            for await (const piece of inflate) {
                unpackedBytes += piece.length;
                if (unpackedBytes > bytesMax)
                    break;
            }
        }
        catch {
            throw importFileUnreadable(importTexts.brokenXlsx);
        }
        finally {
            inflate.destroy();
        }
    }
    if (unpackedBytes > bytesMax)
        throw importFileUnreadable(importTexts.unpacksTooLarge, 413);
    return unpackedBytes;
}
function readEntries(bytes) {
    try {
        return findEntries(bytes);
    }
    catch (error) {
        // Every place in the file comes from the file itself.
        if (error instanceof RangeError)
            throw importFileUnreadable(importTexts.brokenXlsx);
        throw error;
    }
}
function findEntries(bytes) {
    const end = findEnd(bytes);
    const count = bytes.readUInt16LE(end + 10);
    if (count > entriesMax)
        throw importFileUnreadable(importTexts.brokenXlsx);
    const entries = [];
    let at = bytes.readUInt32LE(end + 16);
    for (let index = 0; index < count; index += 1) {
        if (bytes.readUInt32LE(at) !== centralHeader)
            throw new RangeError('no entry here');
        const nameBytes = bytes.readUInt16LE(at + 28);
        const packedBytes = bytes.readUInt32LE(at + 20);
        const local = bytes.readUInt32LE(at + 42);
        if (bytes.readUInt32LE(local) !== localHeader)
            throw new RangeError('no file here');
        const start = local + localBytes + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        if (start + packedBytes > bytes.length)
            throw new RangeError('the file is cut short');
        entries.push({
            name: bytes.toString('utf8', at + centralBytes, at + centralBytes + nameBytes),
            method: bytes.readUInt16LE(at + 10),
            packed: bytes.subarray(start, start + packedBytes),
        });
        at += centralBytes + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
    return entries;
}
/** The end record stands last, before a comment of at most 64 KB. */
function findEnd(bytes) {
    const first = Math.max(0, bytes.length - endBytes - 0xffff);
    for (let at = bytes.length - endBytes; at >= first; at -= 1) {
        if (bytes.readUInt32LE(at) === endHeader)
            return at;
    }
    throw importFileUnreadable(importTexts.brokenXlsx);
}
