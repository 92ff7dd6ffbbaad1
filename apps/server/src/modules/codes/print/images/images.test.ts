import { createCodeCipher } from '@mashang/code-cipher';
import type { ImageFormat, SheetFormat } from '@mashang/contract';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { CodeSource, PrintFile } from '../print-types.ts';
import { groupsOf } from '../groups-of.ts';
import { printedUrl } from '../printed-url.ts';
import { fitSheet } from './fit-sheet.ts';
import { openImageZip } from './open-image-zip.ts';
import { openSheets } from './open-sheets.ts';
import { pdfPages } from './pdf-pages.test-support.ts';
import { qrMatrix } from './qr-matrix.ts';
import { readQrImage } from './read-qr-image.ts';

const cipher = createCodeCipher({ key: new Uint8Array(32).fill(7), length: 16 });

const aSource = (changes: Partial<CodeSource> = {}): CodeSource => ({
  batchId: 9,
  firstSerial: 98,
  lastSerial: 102,
  cipher,
  urlForm: 'mixed',
  gtin: null,
  hasCheckSymbol: false,
  productName: '鲜味酱油',
  publicUrl: 'https://points.example.cn',
  marks: [],
  ...changes,
});

const anImage = (changes: Partial<ImageFormat> = {}): ImageFormat => ({
  kind: 'png',
  moduleMm: 0.33,
  hasText: true,
  ...changes,
});

const aSheet = (changes: Partial<SheetFormat> = {}): SheetFormat => ({
  kind: 'pdf',
  pageWidthMm: 100,
  pageHeightMm: 70,
  columns: 4,
  rows: 3,
  labelWidthMm: 20,
  labelHeightMm: 20,
  gapMm: 1,
  moduleMm: 0.33,
  hasText: true,
  hasCutMarks: true,
  ...changes,
});

/** The code at a place, as the source says it is printed. */
function codeAt(source: CodeSource, place: number): string {
  const mark = source.marks.find(({ standsFor }) => standsFor === place);
  return source.cipher.encode(source.batchId, mark?.serial ?? place);
}

function urlsOf(source: CodeSource): string[] {
  const count = source.lastSerial - source.firstSerial + 1;
  return Array.from({ length: count }, (_, index) =>
    printedUrl(source, codeAt(source, source.firstSerial + index)),
  );
}

async function bytesOf(file: PrintFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function unzip(file: PrintFile): Promise<{ name: string; bytes: Buffer }[]> {
  const reader = new ZipReader(new BlobReader(new Blob([await bytesOf(file)])));
  const entries = await reader.getEntries();
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.directory) throw new Error('a folder');
      const bytes = await entry.getData(new Uint8ArrayWriter(), { checkSignature: true });
      return { name: entry.filename, bytes: Buffer.from(bytes) };
    }),
  );
}

describe('S18: QR codes', () => {
  test.each([
    ['mixed', 'https://POINTS.EXAMPLE.CN', null, 3],
    ['mixed', 'https://points.example.cn', null, 3],
    ['mixed', 'https://A.CN', null, 2],
    ['upper', 'https://j.example', null, 2],
    ['gs1', 'https://points.example.cn', '06901234567892', 4],
    ['gs1', 'HTTPS://P.EXAMPLE.CN', '06901234567892', 3],
  ] as const)('%s at %s (GTIN %s) is of version %i', (urlForm, publicUrl, gtin, version) => {
    const source = aSource({ urlForm, publicUrl, gtin });
    const matrix = qrMatrix(printedUrl(source, codeAt(source, 1)));
    expect([matrix.version, matrix.modules]).toEqual([version, 17 + 4 * version]);
  });
});

/** By another renderer than ours; sharp reads no SVG in a process that redraws pictures. */
async function drawSvg(svg: Uint8Array): Promise<Buffer> {
  const image = await loadImage(Buffer.from(svg));
  const canvas = createCanvas(image.width * 4, image.height * 4);
  const pen = canvas.getContext('2d');
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toBuffer('image/png');
}

describe('S18: images', () => {
  const marks = [{ serial: 5_000, standsFor: 100 }];

  test.each(['svg', 'png'] as const)(
    'every %s of a ZIP is read by another decoder as the code of its name, marks in their places',
    async (kind) => {
      const source = aSource({ marks, hasCheckSymbol: true });
      const images = await unzip(openImageZip(source, anImage({ kind })));
      expect(images.map((image) => image.name)).toEqual(
        ['098', '099', '100', '101', '102'].map((name) => `${name}.${kind}`),
      );
      const read = await Promise.all(
        images.map(async ({ bytes }) => {
          const png = kind === 'png' ? bytes : await drawSvg(bytes);
          return (await readQrImage(png))[0];
        }),
      );
      expect(read).toEqual(urlsOf(source));
      if (kind === 'svg') {
        const words = images[0]!.bytes
          .toString()
          .match(/>[^<]+<\/text>/g)
          ?.join(' ');
        expect(words?.replaceAll(/>|<\/text>/g, '')).toBe(groupsOf(codeAt(source, 98), true));
      }
    },
  );

  test('a module is the millimetres that were asked for, in whole pixels', async () => {
    const source = aSource({ lastSerial: 98 });
    const side = (29 + 8) * 0.33;
    const [svg] = await unzip(openImageZip(source, anImage({ kind: 'svg', hasText: false })));
    expect(svg!.bytes.toString()).toContain(
      `width="${side.toFixed(2)}mm" height="${side.toFixed(2)}mm"`,
    );
    const [png] = await unzip(openImageZip(source, anImage({ hasText: false })));
    const { width = 0, density = 0 } = await sharp(png!.bytes).metadata();
    expect(width % (29 + 8)).toBe(0);
    expect((width / density) * 25.4).toBeCloseTo(side, 1);
  });

  test('more than 65,000 are refused before any is made', () => {
    const source = aSource({ firstSerial: 0, lastSerial: 65_000 });
    expect(() => openImageZip(source, anImage())).toThrow(/65,000.*TXT/);
    expect(openImageZip({ ...source, lastSerial: 64_999 }, anImage()).totalBytes).toBeNull();
  });

  test('the same codes have the same etag and the same bytes, another mark has not', async () => {
    const file = openImageZip(aSource({ marks }), anImage());
    const again = openImageZip(aSource({ marks }), anImage());
    expect(again.etag).toBe(file.etag);
    expect((await bytesOf(again)).equals(await bytesOf(file))).toBe(true);
    expect(openImageZip(aSource(), anImage()).etag).not.toBe(file.etag);
  });
});

describe('S18: label sheets', () => {
  test('another reader finds every label of every page in row order, with its text', async () => {
    const marks = [{ serial: 77_777, standsFor: 3 }];
    const source = aSource({ firstSerial: 0, lastSerial: 16, marks, hasCheckSymbol: true });
    const pages = await pdfPages(await bytesOf(openSheets(source, aSheet())));
    expect(pages.map((page) => [page.widthMm, page.heightMm])).toEqual([
      [100, 70],
      [100, 70],
    ]);
    const read = await Promise.all(pages.map(({ png }) => readQrImage(png, 40)));
    expect(read.map((page) => page.length)).toEqual([12, 5]);
    expect(read.flat()).toEqual(urlsOf(source));
    const words = pages.map((page) => page.text).join(' ');
    for (let place = 0; place <= 16; place++) {
      expect(words).toContain(groupsOf(codeAt(source, place), true));
    }
  });

  test('the smallest label for its code fits and is read; one tenth less is refused', async () => {
    const source = aSource({ firstSerial: 0, lastSerial: 8 });
    const side = (29 + 8) * 0.33;
    const tight = aSheet({
      labelWidthMm: side,
      labelHeightMm: side,
      gapMm: 0,
      hasText: false,
      columns: 3,
      rows: 3,
    });
    const [page] = await pdfPages(await bytesOf(openSheets(source, tight)));
    expect(await readQrImage(page!.png, 9)).toEqual(urlsOf(source));
    const small = { ...tight, labelWidthMm: side - 0.1 };
    expect(() => openSheets(source, small)).toThrow(/二维码连空白边宽 12.3 mm/);
  });

  test('what does not fit is said in words, all of it at once', () => {
    const groups = 'ABCD EFGH JKMN PQRS';
    expect(fitSheet(aSheet(), 29, groups)).toEqual([]);
    expect(fitSheet(aSheet({ columns: 5, rows: 4 }), 29, groups)).toEqual([
      '5 列标签连间隙共宽 104 mm，超过纸宽 100 mm',
      '4 行标签连间隙共高 83 mm，超过纸高 70 mm',
      '裁切标记需要纸边至少留 2 mm，请减少行列或去掉裁切标记',
    ]);
    expect(fitSheet(aSheet({ labelHeightMm: 13, rows: 4 }), 29, groups)[0]).toContain('码下文字高');
    expect(fitSheet(aSheet({ labelWidthMm: 8, moduleMm: 0.2 }), 29, groups).join()).toContain(
      '太窄',
    );
    const many = aSource({ firstSerial: 0, lastSerial: 100_000 });
    expect(() => openSheets(many, aSheet())).toThrow(/最多 100000 个码/);
    const roll = aSheet({ columns: 1, rows: 1, hasCutMarks: false });
    expect(() => openSheets({ ...many, lastSerial: 20_000 }, roll)).toThrow(/最多 20000 页/);
  });

  test('500 labels never lie in memory together, and one may stop taking them', async () => {
    const source = aSource({ firstSerial: 0, lastSerial: 499 });
    let chunkBytesMax = 0;
    let bytes = 0;
    for await (const chunk of openSheets(source, aSheet()).read()) {
      chunkBytesMax = Math.max(chunkBytesMax, chunk.length);
      bytes += chunk.length;
    }
    expect(bytes).toBeGreaterThan(200_000);
    expect(chunkBytesMax).toBeLessThan(40_000);
    const pages = openSheets(source, aSheet()).read()[Symbol.asyncIterator]();
    expect((await pages.next()).done).toBe(false);
    expect((await pages.return?.())?.done).toBe(true);
  });
});
