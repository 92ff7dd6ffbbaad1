import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import type { CodeBook } from '@mashang/server/src/modules/codes/index.ts';
import { importedText } from '../claim/seed.ts';

export interface CodeFile {
  /** As a factory sends it: a heading and one code a line, one in twenty for the second time. */
  path: string;
  lines: number;
  /** Different codes. */
  codes: number;
  /** The same codes as COPY reads them, in the order of the file. */
  copyPath: string;
}

const linesPerPiece = 20_000;
const repeatEvery = 20;

/**
 * Writes a file of `lines` codes from `firstNumber` on, and what a COPY of their hashes would be given.
 * The repeated ones are copies of codes far in front, so that they are found in no buffer.
 */
export async function writeCodeFile(
  codeBook: CodeBook,
  file: { folder: string; name: string; firstNumber: number; lines: number },
): Promise<CodeFile> {
  const path = `${file.folder}/${file.name}.csv`;
  const copyPath = `${file.folder}/${file.name}.copy`;
  const csv = createWriteStream(path);
  const copy = createWriteStream(copyPath);
  csv.write('code\r\n');
  let codes = 0;
  for (let first = 0; first < file.lines; first += linesPerPiece) {
    const texts: string[] = [];
    const fresh: string[] = [];
    for (let line = first; line < Math.min(first + linesPerPiece, file.lines); line++) {
      const isRepeat = line % repeatEvery === repeatEvery - 1;
      const number = isRepeat ? Math.floor(line / repeatEvery / 2) * repeatEvery : line;
      const text = importedText(file.firstNumber + number);
      texts.push(`${text}\r\n`);
      if (!isRepeat) fresh.push(text);
    }
    await write(csv, texts.join(''));
    await write(copy, copyLines(codeBook.hashImportedTexts(fresh), fresh.length, codes));
    codes += fresh.length;
  }
  await Promise.all([close(csv), close(copy)]);
  return { path, lines: file.lines, codes, copyPath };
}

function copyLines(hashes: Buffer, count: number, firstSerial: number): string {
  let text = '';
  for (let index = 0; index < count; index++) {
    const hash = hashes.toString('hex', index * 16, index * 16 + 16);
    text += `${hash}\t1\t${firstSerial + index}\n`;
  }
  return text;
}

async function write(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

async function close(stream: WriteStream): Promise<void> {
  stream.end();
  await once(stream, 'close');
}
