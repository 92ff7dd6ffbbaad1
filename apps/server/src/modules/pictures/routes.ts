import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { createGate } from '../../platform/gate.ts';
import type { Route } from '../../platform/http.ts';
import { pictureNotFound } from './errors.ts';
import { readUpload } from './read-upload.ts';
import { storePicture } from './store-picture.ts';

/** Binds uploading and showing of pictures. */
export function registerPictureRoutes(route: Route, { db, clock }: { db: Db; clock: Clock }): void {
  // A picture is held in memory while it comes in, and needs a core while it is drawn.
  const receive = createGate({ concurrentMax: 8, waitingMax: 0 });
  const draw = createGate({ concurrentMax: 2, waitingMax: 8 });

  route('POST /api/hq/pictures', ({ request: { body, headers } }) =>
    receive(async () => {
      const bytes = await readUpload(body, Number(headers['content-length'] ?? 0));
      return draw(() => storePicture(db, bytes, clock.now()));
    }),
  );

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
