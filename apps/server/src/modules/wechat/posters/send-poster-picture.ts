import type { Poster } from '@mashang/contract';
import type { FastifyReply } from 'fastify';
import QRCode from 'qrcode';
import { attachmentHeader } from '../../../platform/attachment-header.ts';

/** 10 cm at 300 dots an inch; what is larger is printed from the SVG. */
const pngPixels = 1_200;

/** Repairs a quarter of it: a poster hangs in a kitchen. The margin is that of ISO/IEC 18004. */
const drawing = { errorCorrectionLevel: 'Q', margin: 4 } as const;

/** Sends the QR of a poster as a file to print. */
export async function sendPosterPicture(
  reply: FastifyReply,
  { posterId, name, url }: Pick<Poster, 'posterId' | 'name' | 'url'>,
  format: 'svg' | 'png',
): Promise<void> {
  const picture =
    format === 'svg'
      ? await QRCode.toString(url, { ...drawing, type: 'svg' })
      : await QRCode.toBuffer(url, { ...drawing, type: 'png', width: pngPixels });
  reply.headers({
    'content-type': format === 'svg' ? 'image/svg+xml' : 'image/png',
    'content-disposition': attachmentHeader(`${name}.${format}`, `poster-${posterId}.${format}`),
    'cache-control': 'private, no-store',
  });
  void reply.send(picture);
}
