import { Readable } from 'node:stream';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { createGate } from '../../platform/gate.ts';
import type { Route } from '../../platform/http.ts';
import { pictureNotFound, pictureUnreadable } from './errors.ts';
import { storePicture } from './store-picture.ts';

const uploadBytesMax = 20 * 1024 * 1024;

/** Binds uploading and showing of pictures. */
export function registerPictureRoutes(route: Route, { db, clock }: { db: Db; clock: Clock }): void {
  // A picture is held in memory while it comes in, and needs a core while it is drawn.
  const receive = createGate({ concurrentMax: 8, waitingMax: 0 });
  const draw = createGate({ concurrentMax: 2, waitingMax: 8 });

  route('POST /api/hq/pictures', ({ request: { body, headers } }) => {
    if (!(body instanceof Readable)) throw pictureUnreadable('请选择一张图片上传');
    return receive(async () => {
      const bytes = await readUpload(body, Number(headers['content-length'] ?? 0));
      return draw(() => storePicture(db, bytes, clock.now()));
    });
  });

  route('GET /pictures/:pictureId/:size', async ({ params, request, reply }) => {
    const { pictureId, size } = params;
    const etag = `"${pictureId}-${size}"`;
    const variant = await db
      .selectFrom('pictureVariant')
      .select('bytes')
      .where('pictureId', '=', pictureId)
      .where('size', '=', size)
      .executeTakeFirst();
    if (!variant) throw pictureNotFound();
    reply.headers({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/webp',
      etag,
    });
    // Bytes under an address never change, so whoever names the tag has them.
    if (request.headers['if-none-match'] === etag) return void reply.status(304).send();
    void reply.send(variant.bytes);
  });
}

/** The whole upload, counted as it comes whatever length was announced. */
async function readUpload(body: Readable, announcedBytes: number): Promise<Buffer> {
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
