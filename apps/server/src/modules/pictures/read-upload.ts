import { Readable } from 'node:stream';
import { pictureUnreadable } from './errors.ts';

const uploadBytesMax = 20 * 1024 * 1024;

/**
 * The whole upload of a picture, counted as it comes whatever length was announced.
 *
 * @throws Refusal picture_unreadable when there is none, it is above 20 MB, or it breaks off
 */
export async function readUpload(body: unknown, announcedBytes: number): Promise<Buffer> {
  if (!(body instanceof Readable)) throw pictureUnreadable('请选择一张图片上传');
  if (announcedBytes > uploadBytesMax) throw fileTooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
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
    throw isBrokenOff ? pictureUnreadable('上传中断，请重新上传') : error;
  }
  return Buffer.concat(chunks);
}

const fileTooLarge = () => pictureUnreadable('图片文件不能超过 20 MB');
