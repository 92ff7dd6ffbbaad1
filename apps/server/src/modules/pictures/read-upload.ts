import { Readable } from 'node:stream';
import { pictureUnreadable } from './errors.ts';

const uploadBytesMax = 20 * 1024 * 1024;
/** Two megabits a second are enough for the largest picture, twice over. */
const uploadMsMax = 3 * 60_000;

/**
 * The whole upload of a picture, counted as it comes whatever length was announced. One that takes
 * longer than `msMax` is cut off: it holds a place that others wait for.
 *
 * @throws Refusal picture_unreadable when there is none, it is above 20 MB, or it breaks off
 */
export async function readUpload(
  body: unknown,
  announcedBytes: number,
  msMax = uploadMsMax,
): Promise<Buffer> {
  if (!(body instanceof Readable)) throw pictureUnreadable('请选择一张图片上传');
  if (announcedBytes > uploadBytesMax) throw fileTooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => body.destroy(brokenOff()), msMax);
  try {
    // Destroying the request would cut the connection before the refusal is sent.
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      const piece = chunk as Buffer;
      bytes += piece.length;
      if (bytes > uploadBytesMax) throw fileTooLarge();
      chunks.push(piece);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const isBrokenOff = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
    throw isBrokenOff ? brokenOff() : error;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

const brokenOff = () => pictureUnreadable('上传中断，请重新上传');
const fileTooLarge = () => pictureUnreadable('图片文件不能超过 20 MB');
