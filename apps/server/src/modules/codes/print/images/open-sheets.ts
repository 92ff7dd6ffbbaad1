import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { SheetFormat } from '@mashang/contract';
import PdfDocument from 'pdfkit';
import { batchNotPrintable } from '../../errors.ts';
import { groupsOf } from '../groups-of.ts';
import { etagOf, fileNameOf } from '../print-names.ts';
import type { CodeSource, PrintFile } from '../print-types.ts';
import { printedUrl } from '../printed-url.ts';
import { drawCutMarks, drawLabel, pointsPerMm } from './draw-sheet.ts';
import { fitSheet, layoutSheet } from './fit-sheet.ts';
import type { SheetLayout } from './fit-sheet.ts';
import { countLabels, printedLabels } from './printed-labels.ts';
import { qrMatrix } from './qr-matrix.ts';

/** About 150 MB: beyond it few readers open a PDF. */
const labelsMax = 100_000;
/** A page costs memory until the file ends, for its place in the table of contents. */
const pagesMax = 20_000;

/**
 * Sheets of labels in row order as a PDF: vector modules, nothing to sharpen or scale. A page is
 * made when the one before was taken. Refuses with batch_not_printable a grid that does not fit the
 * page, labels too small for their code, and too many of them.
 */
export function openSheets(source: CodeSource, format: SheetFormat): PrintFile {
  const layout = requireFit(source, format);
  return {
    fileName: fileNameOf(source, 'pdf'),
    totalBytes: null,
    isSeekable: false,
    etag: etagOf(source, format),
    mediaType: 'application/pdf',
    read: () => sheetBytes(source, format, layout),
  };
}

/** All codes of a source are as long, so the first tells the size of all. */
function requireFit(source: CodeSource, format: SheetFormat): SheetLayout {
  const code = source.cipher.encode(source.batchId, source.firstSerial);
  const { modules } = qrMatrix(printedUrl(source, code));
  const groups = groupsOf(code, source.hasCheckSymbol);
  const layout = layoutSheet(format, modules, groups);
  const problems = [
    ...fitSheet(format, modules, groups),
    ...countProblems(countLabels(source), layout.labelsPerPage),
  ];
  if (problems.length > 0) throw batchNotPrintable(problems.join('；'));
  return layout;
}

function countProblems(labels: number, labelsPerPage: number): string[] {
  const pages = Math.ceil(labels / labelsPerPage);
  if (labels > labelsMax) {
    return [
      `一个 PDF 最多 ${labelsMax} 个码，这里有 ${labels} 个。请选 TXT 或 CSV，或分成几段序号`,
    ];
  }
  if (pages > pagesMax) {
    return [`一个 PDF 最多 ${pagesMax} 页，这里要 ${pages} 页。请分成几段序号`];
  }
  return [];
}

async function* sheetBytes(
  source: CodeSource,
  format: SheetFormat,
  layout: SheetLayout,
): AsyncGenerator<Uint8Array, void, undefined> {
  const document = openDocument(source, format);
  let onPage = 0;
  for await (const label of printedLabels(source)) {
    if (onPage === layout.labelsPerPage) {
      await compressPage(document);
      document.addPage();
      onPage = 0;
      yield* writtenBytes(document);
    }
    if (onPage === 0 && format.hasCutMarks) drawCutMarks(document, format, layout);
    drawLabel(document, format, layout, { ...label, index: onPage });
    onPage++;
    // A page may hold ten thousand: who gives way to others does so between labels.
    yield nothing;
  }
  await compressPage(document);
  document.end();
  yield* writtenBytes(document);
}

const nothing = new Uint8Array(0);
const compress = promisify(deflate);

/** The parts of pdfkit's page that it would compress itself, in one go and with everybody waiting. */
interface PageContent {
  buffer: Uint8Array[];
  compress: boolean;
}

/** To be called when the page is drawn, before the next one or the end. */
async function compressPage(document: PDFKit.PDFDocument): Promise<void> {
  const { content } = document.page as unknown as { content: PageContent };
  content.buffer = [await compress(Buffer.concat(content.buffer))];
  content.compress = false;
}

function openDocument({ batchId }: CodeSource, format: SheetFormat): PDFKit.PDFDocument {
  return new PdfDocument({
    size: [format.pageWidthMm * pointsPerMm, format.pageHeightMm * pointsPerMm],
    margin: 0,
    font: 'Courier-Bold',
    // The same codes make the same file.
    info: { Title: `Batch ${batchId}`, CreationDate: new Date(0), ModDate: new Date(0) },
  });
}

/** What the finished pages left in the document's buffer: it writes at once, never later. */
function* writtenBytes(document: PDFKit.PDFDocument): Generator<Uint8Array> {
  for (;;) {
    const bytes = document.read() as Buffer | null;
    if (bytes === null) return;
    yield bytes;
  }
}
