import type {
  ImportDelimiter,
  ImportEncoding,
  ImportMapping,
  ImportPreview,
  ImportSource,
} from '@mashang/contract';
import { judgeField } from './collect-rows.ts';
import { warningsOf } from './find-warnings.ts';
import { guessEncoding, looksBinary } from './guess-encoding.ts';
import { guessColumn, guessDelimiter, guessHeader, widthOf } from './guess-mapping.ts';
import { openImportFile } from './open-import-file.ts';
import type { OpenedFile } from './open-import-file.ts';
import { readHead } from './read-blocks.ts';
import { lookBytes } from './read-import-rows.ts';
import { readTextHead } from './read-table-head.ts';
import type { HeadRow, TableHead } from './read-table-head.ts';
import { sourceTexts } from './source-texts.ts';
import { ImportFileError } from './types.ts';
import { readWorkbookHead } from './workbook/read-workbook-head.ts';

const rowsShownMax = 50;
const cellCharactersMax = 200;

/** What a file holds and how it is most likely read. Throws ImportFileError when it cannot be. */
export async function inspectImportFile(
  filePath: string,
): Promise<{ source: ImportSource; mapping: ImportMapping }> {
  const { source, mapping } = await previewImport(filePath, null);
  return { source, mapping };
}

/**
 * The first lines of a file as a mapping reads them; without one, or for what it leaves open
 * (null), as is likeliest. The `source` returned tells of the chosen sheet or file.
 *
 * @param part sheet or file to look at when there is no mapping; null: the first
 */
export async function previewImport(
  filePath: string,
  wanted: ImportMapping | null,
  part: string | null = null,
): Promise<ImportPreview> {
  const file = await openImportFile(filePath, wanted === null ? part : wanted.part);
  try {
    return await previewFile(file, wanted);
  } finally {
    await file.close();
  }
}

async function previewFile(file: OpenedFile, wanted: ImportMapping | null): Promise<ImportPreview> {
  const read = await readFileHead(file, wanted);
  const hasGuessedHeader = guessHeader(read.head.rows);
  const hasHeader = wanted?.hasHeader ?? hasGuessedHeader;
  const headingRow = hasHeader ? (read.head.rows[0] ?? null) : null;
  const rows = hasHeader ? read.head.rows.slice(1) : read.head.rows;
  const width = widthOf(read.head.rows);
  const guessedColumn = guessColumn(rows, headingRow);
  const mapping = {
    encoding: read.encoding,
    delimiter: read.delimiter,
    hasHeader,
    codeColumn: wanted?.codeColumn ?? guessedColumn,
    part: file.part,
  };
  return {
    source: {
      kind: file.content.kind,
      packing: file.packing,
      encoding: read.guessedEncoding,
      delimiter: read.delimiter,
      hasHeader: hasGuessedHeader,
      parts: file.parts,
    },
    mapping,
    columns: Array.from({ length: width }, (_, column) =>
      shorten(headingRow?.cells[column]?.trim() ?? ''),
    ),
    rows: judgeRows(rows.slice(0, rowsShownMax), mapping.codeColumn),
    warnings: [
      ...file.warnings,
      ...warningsOf(read.head, mapping, { ...read, hasGuessedHeader, guessedColumn }),
    ],
  };
}

interface FileHead {
  head: TableHead;
  guessedEncoding: ImportEncoding | null;
  encoding: ImportEncoding | null;
  delimiter: ImportDelimiter | null;
}

async function readFileHead(
  { content }: OpenedFile,
  wanted: ImportMapping | null,
): Promise<FileHead> {
  if (content.kind === 'xlsx') {
    const head = await readWorkbookHead(content.workbook, content.sheet);
    return { head, guessedEncoding: null, encoding: null, delimiter: null };
  }
  const bytes = await readHead(content.readBlocks(), lookBytes);
  if (bytes.length === 0) throw new ImportFileError(sourceTexts.empty);
  const guessedEncoding = guessEncoding(bytes);
  if (looksBinary(new TextDecoder(guessedEncoding).decode(bytes))) {
    throw new ImportFileError(sourceTexts.binary);
  }
  const encoding = wanted?.encoding ?? guessedEncoding;
  const isWhole = bytes.length < lookBytes;
  const headBy = (delimiter: ImportDelimiter) =>
    readTextHead(bytes, isWhole, { encoding, delimiter });
  const delimiter =
    wanted?.delimiter ?? (await guessDelimiter(async (by) => (await headBy(by)).rows));
  return { head: await headBy(delimiter), guessedEncoding, encoding, delimiter };
}

function judgeRows(rows: HeadRow[], column: number): ImportPreview['rows'] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const text = row.cells[column]?.trim() ?? '';
    const reason = row.isBroken ? 'notText' : judgeField(text);
    const isDuplicate = reason === null && seen.has(text);
    seen.add(text);
    return {
      lineNumber: row.lineNumber,
      cells: row.cells.map(shorten),
      reason: isDuplicate ? 'duplicateInFile' : reason,
    };
  });
}

function shorten(text: string): string {
  return text.length > cellCharactersMax ? `${text.slice(0, cellCharactersMax)}…` : text;
}
