import { randomBytes, randomUUID } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from '@mashang/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { registerPictureRoutes, requirePictures } from './index.ts';

let database: TestDatabase;
const { app, route } = openTestRoute({ who: () => ({ staffRole: 'operator' }) });

beforeAll(async () => {
  database = await freshDatabase();
  registerPictureRoutes(route, { db: database.db, clock: createTestClock() });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function upload(file: Buffer | string, type = 'image/jpeg') {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/hq/pictures',
    headers: { 'content-type': type },
    payload: file,
  });
  return { status: reply.statusCode, body: reply.json<Picture & { code: string }>() };
}
const show = (pictureId: string, size: string, headers = {}) =>
  app.inject({ method: 'GET', url: `/pictures/${pictureId}/${size}`, headers });

/** Coloured noise, so that no two are the same file. */
function aPicture(width: number, height: number) {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}

describe('S12: pictures', () => {
  test('are drawn anew in three sizes, never enlarged, and may be kept for ever', async () => {
    const { status, body } = await upload(await aPicture(1000, 500).jpeg().toBuffer());
    expect(status).toBe(200);
    expect(body).toMatchObject({ width: 1000, height: 500 });
    for (const [size, width, height] of [
      ['small', 320, 160],
      ['medium', 800, 400],
      ['large', 1000, 500],
    ] as const) {
      const reply = await show(body.pictureId, size);
      expect(reply.headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      });
      const metadata = await sharp(reply.rawPayload).metadata();
      expect(metadata).toMatchObject({ format: 'webp', width, height });
    }
    const { headers } = await show(body.pictureId, 'small');
    const again = await show(body.pictureId, 'small', { 'if-none-match': headers['etag'] });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
    'come as %s, whatever type the browser claims',
    async (format) => {
      const file = await aPicture(40, 30).toFormat(format).toBuffer();
      const { status, body } = await upload(file, 'application/octet-stream');
      expect({ status, ...body }).toMatchObject({ status: 200, width: 40, height: 30 });
    },
  );

  test('with a long side stay readable: a picture of details is scaled by its width', async () => {
    const { body } = await upload(await aPicture(750, 3000).png().toBuffer());
    const { rawPayload } = await show(body.pictureId, 'large');
    expect(await sharp(rawPayload).metadata()).toMatchObject({ width: 750, height: 3000 });
  });

  test('tell no place: EXIF with GPS is gone, and the picture stands upright', async () => {
    const file = await aPicture(60, 20)
      .jpeg()
      .withExif({
        IFD0: { Make: 'SecretCamera' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 18/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(file.includes('SecretCamera')).toBe(true);
    const { body } = await upload(file);
    expect(body).toMatchObject({ width: 20, height: 60 });
    const { rawPayload } = await show(body.pictureId, 'large');
    const metadata = await sharp(rawPayload).metadata();
    expect(metadata).toMatchObject({ width: 20, height: 60 });
    expect([metadata.exif, metadata.xmp, metadata.iptc]).toEqual([undefined, undefined, undefined]);
    const { rows } = await database.pool.query(
      "select 1 from picture_variant where position('SecretCamera'::bytea in bytes) > 0",
    );
    expect(rows).toEqual([]);
  });

  test('keep what is transparent, and take print colours', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const png = sharp({ create: { width: 9, height: 9, channels: 4, background: clear } }).png();
    const { body } = await upload(await png.toBuffer());
    const { rawPayload } = await show(body.pictureId, 'small');
    expect(await sharp(rawPayload).metadata()).toMatchObject({ hasAlpha: true });
    const print = await upload(await aPicture(10, 10).toColourspace('cmyk').jpeg().toBuffer());
    expect(print.status).toBe(200);
  });

  test('are one picture however often the same file comes, also ten times at once', async () => {
    const file = await aPicture(30, 30).png().toBuffer();
    const replies = await Promise.all(Array.from({ length: 8 }, () => upload(file)));
    expect(new Set(replies.map(({ body }) => body.pictureId)).size).toBe(1);
    expect((await upload(file)).body.pictureId).toBe(replies[0]?.body.pictureId);
  });

  test('that come faster than they can be drawn are put off, not piled up', async () => {
    const files = await Promise.all(
      Array.from({ length: 30 }, () => aPicture(300, 300).png().toBuffer()),
    );
    const replies = await Promise.all(files.map((file) => upload(file)));
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused.every(({ status, body }) => status === 503 && body.code === 'busy')).toBe(true);
    expect(replies.length - refused.length).toBeGreaterThanOrEqual(8);
  });
});

describe('S12: no picture', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const whole = aPicture(200, 200);
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['an SVG with a script', () => Buffer.from(svg)],
    ['an SVG that starts like a GIF', () => Buffer.from(`GIF89a${svg}`)],
    ['a renamed program', () => Buffer.concat([Buffer.from('MZ'), randomBytes(5000)])],
    ['a program with the first bytes of a PNG', () => aPng(20, 20, randomBytes(100))],
    ['an empty file', () => Buffer.alloc(0)],
    ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a TIFF', () => aPicture(20, 20).tiff().toBuffer()],
    ['a JPEG cut in the middle', () => half(whole.clone().jpeg().toBuffer())],
    ['a PNG cut in the middle', () => half(whole.clone().png().toBuffer())],
    ['a GIF cut in the middle', () => half(whole.clone().gif().toBuffer())],
    ['a WebP cut in the middle', () => half(whole.clone().webp().toBuffer())],
    ['an AVIF cut in the middle', () => half(whole.clone().avif().toBuffer())],
    ['a file-type box and nothing behind it', () => Buffer.from('\0\0\0\x0cftypavif', 'latin1')],
  ])('%s is refused in words', async (_name, file) => {
    const { status, body } = await upload(await file(), 'image/png');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'picture_unreadable' });
  });

  test('a PNG of 100 megapixels is refused by its header, before a pixel is unpacked', async () => {
    const startedMs = performance.now();
    const { body } = await upload(aPng(10_000, 10_000, deflateSync(Buffer.alloc(1000))));
    expect(body).toMatchObject({
      code: 'picture_unreadable',
      message: '图片太大，最多 5000 万像素，请缩小后再上传',
    });
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });

  test('an animation of endless frames is refused, a short one shows its first', async () => {
    const { status } = await upload(anAnimation(3), 'image/gif');
    expect(status).toBe(200);
    expect((await upload(anAnimation(5000), 'image/gif')).body).toMatchObject({
      code: 'picture_unreadable',
      message: '动图最多 1000 帧，请换一张',
    });
  });

  test('a file above 20 MB is refused, announced or not', async () => {
    const { body } = await upload(Buffer.alloc(20 * 1024 * 1024 + 1));
    expect(body).toMatchObject({ code: 'picture_unreadable', message: '图片文件不能超过 20 MB' });
  });

  test('JSON, or a picture nobody uploaded, is refused too', async () => {
    expect((await upload('{}', 'application/json')).body.code).toBe('picture_unreadable');
    expect((await show(randomUUID(), 'small')).json()).toMatchObject({ code: 'picture_not_found' });
    expect((await show(randomUUID(), 'huge')).statusCode).toBe(400);
    expect((await show('../../etc/passwd', 'small')).statusCode).toBeGreaterThanOrEqual(400);
    const unknown = requirePictures(database.db, [randomUUID()]);
    await expect(unknown).rejects.toMatchObject({ code: 'picture_not_found' });
  });
});

async function half(file: Promise<Buffer>): Promise<Buffer> {
  const bytes = await file;
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}

/** A PNG that is well formed and claims its measures, whatever its data says. */
function aPng(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    aChunk('IHDR', header),
    aChunk('IDAT', data),
    aChunk('IEND', Buffer.alloc(0)),
  ]);
}

function aChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, sum]);
}

/** GIF89a of one pixel, shown so many times. */
function anAnimation(frames: number): Buffer {
  const screen = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  const frame = Buffer.from(
    '!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0',
    'latin1',
  );
  return Buffer.concat([screen, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}
