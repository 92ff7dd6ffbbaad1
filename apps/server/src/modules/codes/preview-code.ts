import type { BodyOf, CodePreview } from '@mashang/contract';
import type { Db } from '../../platform/database.ts';
import type { CodeBook } from './code-book.ts';
import { readQuantityMax } from './create-batch.ts';
import type { ReadGtin } from './create-batch.ts';
import { gtinNeeded, productNeededForGs1 } from './errors.ts';
import { groupsOf } from './print/groups-of.ts';
import { errorCorrectionLevel, qrMatrix, quietModules } from './print/images/qr-matrix.ts';
import { readQrImage } from './print/images/read-qr-image.ts';
import { rasteriseSvg } from './print/images/rasterise-svg.ts';
import { svgImage } from './print/images/svg-image.ts';
import { printedUrl } from './print/printed-url.ts';

export interface PreviewDependencies {
  codeBook: CodeBook;
  /** What stands before /C/ in every printed URL, without a slash at the end. */
  publicUrl: string;
  readGtin: ReadGtin;
}

/** Batches count from one: what looks like a code of batch 0 is never a code. */
const exampleBatch = 0;
const exampleSerial = 0;

/** The least that cameras of cheap phones read, and a comfortable size. */
const moduleSizesMm = [0.33, 0.5];

/**
 * What a code ordered like this will look like in print: an example that can never become one, and
 * its QR code, read back from a picture of it by a decoder that shares nothing with what drew it.
 * Refuses GS1 addresses of no product or of one without a GTIN.
 */
export async function previewCode(
  db: Db,
  { codeBook, publicUrl, readGtin }: PreviewDependencies,
  body: BodyOf<'POST /api/hq/code-previews'>,
): Promise<CodePreview> {
  const { codeLength, urlForm, hasCheckSymbol, productId } = body;
  const gtin = urlForm === 'gs1' ? await getGtin(db, readGtin, productId) : null;
  const cipher = codeBook.cipher(codeBook.newestKeyVersion, codeLength);
  const code = cipher.encode(exampleBatch, exampleSerial);
  const url = printedUrl({ urlForm, publicUrl, gtin }, code);
  const matrix = qrMatrix(url);
  const svg = svgImage(matrix, moduleSizesMm[0]!, null);
  return {
    code,
    groups: groupsOf(code, hasCheckSymbol),
    url,
    quantityMax: await readQuantityMax(db, codeBook, codeLength),
    qr: {
      version: matrix.version,
      errorCorrectionLevel,
      modules: matrix.modules,
      printedSizes: moduleSizesMm.map((moduleMm) => ({
        moduleMm,
        sideMm: rounded((matrix.modules + 2 * quietModules) * moduleMm),
      })),
      svg,
      decoded: await readBack(svg),
    },
  };
}

async function getGtin(db: Db, readGtin: ReadGtin, productId: number | undefined): Promise<string> {
  if (productId === undefined) throw productNeededForGs1();
  const gtin = (await readGtin(db, [productId])).get(productId);
  if (gtin === undefined) throw gtinNeeded();
  return gtin;
}

/** To a hundredth of a millimetre. */
function rounded(lengthMm: number): number {
  return Math.round(lengthMm * 100) / 100;
}

/** Empty when nothing could be read from it. */
async function readBack(svg: string): Promise<string> {
  const [text = ''] = await readQrImage(rasteriseSvg(svg));
  return text;
}
