import sharp from 'sharp';
import type { Metadata, SharpOptions } from 'sharp';
import { Refusal } from '../../platform/errors.ts';
import { pictureUnreadable } from './errors.ts';
import { sniffFormat } from './sniff-format.ts';

export type PictureSize = 'small' | 'medium' | 'large';

export interface Variant {
  size: PictureSize;
  width: number;
  height: number;
  bytes: Buffer;
}

export interface RedrawnPicture {
  /** Of the original, standing upright. */
  width: number;
  height: number;
  variants: Variant[];
}

const widths: Record<PictureSize, number> = { small: 320, medium: 800, large: 1600 };

/** Pictures of details are long; WebP holds at most 16,383 pixels a side. */
const heightPerWidth = 8;

export const pixelsMax = 50_000_000;
const framesMax = 1_000;
const secondsMax = 30;

const options: SharpOptions = {
  // Anything that ends too early is refused; a camera's odd notes are not.
  failOn: 'error',
  // Of an animation the first frame.
  pages: 1,
  limitInputPixels: pixelsMax,
  sequentialRead: true,
};

let isConfined = false;

/** Once for the process: no decoder but these, one thread a picture, nothing kept in memory. */
function confineDecoders(): void {
  if (isConfined) return;
  isConfined = true;
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`),
  });
  sharp.concurrency(1);
  sharp.cache(false);
}

/**
 * Draws an upload anew as WebP in our sizes, never enlarged, upright, in sRGB, with no metadata.
 *
 * @throws Refusal picture_unreadable, with the reason in words
 */
export async function redrawPicture(bytes: Buffer): Promise<RedrawnPicture> {
  return withReasons(async () => {
    const { width, height } = await inspect(bytes);
    const pixels = await unpack(bytes, boxOf('large'));
    const variants: Variant[] = [];
    for (const size of ['small', 'medium', 'large'] as const) {
      variants.push({ size, ...(await drawVariant(pixels, boxOf(size))) });
    }
    return { width, height, variants };
  });
}

/**
 * The same in one size, whose longer side has at most `sidePixelsMax` pixels.
 *
 * @throws Refusal picture_unreadable, with the reason in words
 */
export async function redrawPhoto(bytes: Buffer, sidePixelsMax: number): Promise<Buffer> {
  return withReasons(async () => {
    await inspect(bytes);
    const box = { ...within, width: sidePixelsMax, height: sidePixelsMax };
    return (await drawVariant(await unpack(bytes, box), box)).bytes;
  });
}

/** No libvips word reaches people. */
async function withReasons<Value>(work: () => Promise<Value>): Promise<Value> {
  confineDecoders();
  try {
    return await work();
  } catch (error) {
    throw error instanceof Refusal ? error : explainFailure(error);
  }
}

/** What the first bytes and the header tell, before a pixel is unpacked: the upright measures. */
async function inspect(bytes: Buffer): Promise<{ width: number; height: number }> {
  const format = sniffFormat(bytes);
  if (format === null) {
    throw pictureUnreadable('这个文件不是图片，只能上传 JPEG、PNG、WebP、GIF 或 AVIF');
  }
  return checkHeader(await sharp(bytes, options).metadata(), format);
}

type Box = ReturnType<typeof boxOf>;

/** Bare pixels, upright: nothing of the file but its colours. */
function unpack(bytes: Buffer, box: Box) {
  return sharp(bytes, options)
    .timeout({ seconds: secondsMax })
    .autoOrient()
    .resize(box)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}

/** The header alone tells what decoding would cost. Returns the upright measures. */
function checkHeader(metadata: Metadata, format: string): { width: number; height: number } {
  const { width, height, autoOrient } = metadata;
  if (metadata.format !== format) throw pictureUnreadable('图片的内容和格式不符，请换一张');
  if (width * height > pixelsMax) throw tooManyPixels();
  if ((metadata.pages ?? 1) > framesMax) {
    throw pictureUnreadable(`动图最多 ${framesMax} 帧，请换一张`);
  }
  return { width: autoOrient.width, height: autoOrient.height };
}

async function drawVariant(
  pixels: Awaited<ReturnType<typeof unpack>>,
  box: Box,
): Promise<Omit<Variant, 'size'>> {
  const { width, height, channels } = pixels.info;
  const drawn = await sharp(pixels.data, { raw: { width, height, channels } })
    .resize(box)
    .webp({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  return { width: drawn.info.width, height: drawn.info.height, bytes: drawn.data };
}

const within = { fit: 'inside', withoutEnlargement: true } as const;

function boxOf(size: PictureSize) {
  const width = widths[size];
  return { ...within, width, height: width * heightPerWidth };
}

const tooManyPixels = () => pictureUnreadable('图片太大，最多 5000 万像素，请缩小后再上传');

/** What libvips says is for developers; only its pixel limit has words of its own. */
function explainFailure(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('pixel limit')) return tooManyPixels();
  return pictureUnreadable('图片已损坏或不完整，请重新保存后再上传');
}
