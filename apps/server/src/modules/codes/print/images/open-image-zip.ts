import type { ImageFormat } from '@mashang/contract';
import { batchNotPrintable } from '../../errors.ts';
import { etagOf, fileNameOf } from '../print-names.ts';
import type { CodeSource, PrintFile } from '../print-types.ts';
import { pngImage } from './png-image.ts';
import { countLabels, printedLabels } from './printed-labels.ts';
import { storedZip, zipEntriesMax } from './stored-zip.ts';
import type { ZipEntry } from './stored-zip.ts';
import { svgImage } from './svg-image.ts';

/**
 * A ZIP of one SVG or PNG a code, named by its serial, so that names in order are codes in order.
 * Refuses more than 65,000 with batch_not_printable.
 */
export function openImageZip(source: CodeSource, format: ImageFormat): PrintFile {
  refuseTooMany(countLabels(source));
  return {
    fileName: fileNameOf(source, `${format.kind}.zip`),
    totalBytes: null,
    isSeekable: false,
    etag: etagOf(source, format),
    mediaType: 'application/zip',
    read: () => storedZip(images(source, format)),
  };
}

function refuseTooMany(codes: number): void {
  if (codes <= zipEntriesMax) return;
  throw batchNotPrintable(
    `图片压缩包一次最多 ${zipEntriesMax.toLocaleString('en-US')} 个码，` +
      `这里有 ${codes.toLocaleString('en-US')} 个。请选 TXT、CSV 或 PDF，或分成几段序号`,
  );
}

async function* images(source: CodeSource, format: ImageFormat): AsyncGenerator<ZipEntry> {
  const { kind, moduleMm, hasText } = format;
  const digits = String(source.lastSerial).length;
  for await (const { place, groups, matrix } of printedLabels(source)) {
    const caption = hasText ? groups : null;
    const bytes =
      kind === 'svg'
        ? Buffer.from(svgImage(matrix, moduleMm, caption))
        : pngImage(matrix, moduleMm, caption);
    yield { name: `${String(place).padStart(digits, '0')}.${kind}`, bytes };
  }
}
