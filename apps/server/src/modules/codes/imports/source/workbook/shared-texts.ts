import { codeCharactersMax, ImportFileError } from '../types.ts';
import { sourceTexts } from '../source-texts.ts';
import { readXml } from './scan-xml.ts';

export type SharedTexts = (index: number) => string | null;

const pageBytes = 1024 * 1024;
/** More text than this in one workbook is no list of codes, and would not fit into the memory. */
const pagesMax = 256;
/** As many as fill the pages at fourteen bytes each; of empty ones there could be far more. */
const textsMax = 2 ** 24;
/** More of a text than a code may have only has to show that it is too long. */
const textCharactersMax = 32_767;

/**
 * The table of texts that cells point into, as UTF-8 in pages of 1 MiB: a million strings of their
 * own would take several times as much. `upTo`: only those until this index, for a preview.
 */
export async function readSharedTexts(
  blocks: AsyncGenerator<Buffer, void, undefined>,
  upTo = Infinity,
): Promise<SharedTexts> {
  const table = createTextTable();
  const visitor = sharedTextVisitor((text) => table.add(text));
  await readXml(blocks, visitor, () => table.size() > upTo);
  return (index) => table.get(index);
}

/** Reads `si`: plain text, or the runs of a rich one; `rPh` only says how to pronounce it. */
function sharedTextVisitor(add: (text: string) => void) {
  let text = '';
  let isText = false;
  let isPhonetic = false;
  return {
    open(name: string) {
      if (name === 'si') text = '';
      else if (name === 't') isText = !isPhonetic;
      else if (name === 'rPh') isPhonetic = true;
    },
    text(piece: string) {
      if (isText) text = upTo(textCharactersMax, text, piece);
    },
    close(name: string) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') add(decodeEscapes(text));
    },
  };
}

/** `_x000D_` is how a workbook writes what XML cannot (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/** `text` with as much of `piece` behind it as there is room for. */
export function upTo(charactersMax: number, text: string, piece: string): string {
  const room = charactersMax - text.length;
  return room <= 0 ? text : text + (piece.length > room ? piece.slice(0, room) : piece);
}

function createTextTable() {
  const pages: Buffer[] = [];
  let places = new Uint32Array(1024);
  let size = 0;
  let used = pageBytes;
  return {
    size: () => size,
    add(text: string): void {
      if (size === textsMax) throw new ImportFileError(sourceTexts.manySharedTexts);
      // One character more than a code may have is enough to see that it is too long.
      const kept = text.length > codeCharactersMax ? text.slice(0, codeCharactersMax + 1) : text;
      const bytes = Buffer.byteLength(kept);
      if (used + bytes + 2 > pageBytes) {
        if (pages.length === pagesMax) throw new ImportFileError(sourceTexts.manySharedTexts);
        pages.push(Buffer.allocUnsafe(pageBytes));
        used = 0;
      }
      const page = pages.at(-1)!;
      if (size === places.length) places = grown(places);
      places[size++] = (pages.length - 1) * pageBytes + used;
      page.writeUInt16LE(bytes, used);
      page.write(kept, used + 2, 'utf8');
      used += bytes + 2;
    },
    get(index: number): string | null {
      if (!(index >= 0 && index < size)) return null;
      const place = places[index]!;
      const page = pages[Math.floor(place / pageBytes)]!;
      const start = (place % pageBytes) + 2;
      return page.toString('utf8', start, start + page.readUInt16LE(start - 2));
    },
  };
}

function grown(places: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(places.length * 2);
  larger.set(places);
  return larger;
}
