import { sourceTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';

export type FileFormat = 'text' | 'gzip' | 'zip';

/** Magic numbers at the start of files that we do not unpack. */
const otherArchives: [start: string, name: string][] = [
  ['7z\xbc\xaf\x27\x1c', '7z'],
  ['Rar!\x1a\x07', 'RAR'],
  ['\xfd7zXZ\0', 'XZ'],
  ['BZh', 'BZIP2'],
  ['\x28\xb5\x2f\xfd', 'ZSTD'],
];

/** What a file is by its first bytes; names of uploads say little. Throws for what we cannot read. */
export function recogniseFormat(head: Buffer): FileFormat {
  if (head.length === 0) throw new ImportFileError(sourceTexts.empty);
  const start = head.toString('latin1', 0, 512);
  if (start.startsWith('\x1f\x8b')) return 'gzip';
  if (start.startsWith('PK\x03\x04')) return 'zip';
  if (start.startsWith('PK\x05\x06')) throw new ImportFileError(sourceTexts.emptyArchive);
  if (start.startsWith('\xd0\xcf\x11\xe0')) throw new ImportFileError(sourceTexts.oldExcel);
  if (start.startsWith('ustar', 257)) throw new ImportFileError(sourceTexts.otherArchive('TAR'));
  for (const [magic, name] of otherArchives) {
    if (start.startsWith(magic)) throw new ImportFileError(sourceTexts.otherArchive(name));
  }
  return 'text';
}
