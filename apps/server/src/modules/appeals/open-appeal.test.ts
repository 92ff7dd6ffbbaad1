import { randomUUID } from 'node:crypto';
import type { OwnAppeal } from '@mashang/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBatch } from '../../../test/factories.ts';
import { codeIdOf } from '../codes/index.ts';
import { aPhoto, batchId, openAppealDesk, type AppealDesk } from './appeal-desk.test-support.ts';
import { createTextReader } from './create-text-reader.ts';
import { keepPhoto, purgeAppealPictures, unsentMax } from './keep-photo.ts';

let desk: AppealDesk;
beforeAll(async () => {
  desk = await openAppealDesk();
});
afterAll(() => desk.close());

const fifty = <Value>(work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: 50 }, (_none, index) => work(index)));
const photoOf = (
  appealId: number,
  pictureId: string,
  by: { memberId?: number; staffId?: number },
) =>
  desk.ask('GET', `/api/${by.staffId ? 'hq' : 'me'}/appeals/${appealId}/pictures/${pictureId}`, by);

describe('B8: an appeal', () => {
  test('reaches head office with words, photos in their order, and the code it is about', async () => {
    const memberId = await desk.aMember();
    const pictureIds = [
      (await desk.upload(memberId)).pictureId,
      (await desk.upload(memberId)).pictureId,
    ];
    const { body } = await desk.open(memberId, {
      kind: 'alreadyClaimed',
      text: 'code-12',
      note: ' 刚拆的\u0000<b>新瓶</b>\u202e，\ud800说已领 ',
      pictureIds: pictureIds.toReversed(),
    });
    expect(body).toMatchObject({
      state: 'open',
      note: '刚拆的<b>新瓶</b>，\ufffd说已领',
      productName: '珍味鸡精',
      pictureIds: pictureIds.toReversed(),
      answer: null,
    });
    const detail = await desk.detail(body.appealId);
    expect(detail).toMatchObject({
      memberId,
      codeRef: `${batchId}-12`,
      batchId,
      pictureCount: 2,
      history: { codeRef: `${batchId}-12` },
      events: [{ step: 'opened', staffName: null }],
    });
    expect(desk.audited).toContain('GET /api/hq/appeals/:appealId');
  });

  test('about no code of ours has no history, and a text that is none is told like any other', async () => {
    const { body } = await desk.open(await desk.aMember(), { kind: 'fake', text: 'not-ours' });
    expect(body).toMatchObject({ state: 'open', productName: null });
    expect(await desk.detail(body.appealId)).toMatchObject({ history: null, codeRef: null });
  });

  test('finds its code as a scan does, whatever its state', async () => {
    const { batchId: batch, code, productId } = await aBatch(desk.parts, { actions: [] });
    const readText = createTextReader(desk.parts.codeBook);
    const found = { codeId: codeIdOf(batch, 5), productId };
    expect(await readText(desk.db, ` ${code(5)} `)).toEqual(found);
    for (const odd of ['', '\u0000', '6901234567892', code(5).slice(1)]) {
      expect(await readText(desk.db, odd)).toBeNull();
    }
  });

  test('sent fifty times by one click is one appeal', async () => {
    const memberId = await desk.aMember();
    const attemptId = randomUUID();
    const replies = await fifty(() => desk.open(memberId, { attemptId, text: 'code-1' }));
    expect(new Set(replies.map(({ body }) => body.appealId)).size).toBe(1);
  });

  test('cannot be opened more than five times a Beijing day, of fifty at once exactly', async () => {
    const memberId = await desk.aMember();
    const replies = await fifty(() => desk.open(memberId));
    expect(replies.filter(({ code }) => code === 'done')).toHaveLength(5);
    expect(replies.filter(({ code }) => code === 'appeal_limit_reached')).toHaveLength(45);
    desk.clock.advanceMs(24 * 60 * 60 * 1000);
    expect((await desk.open(memberId)).code).toBe('done');
    desk.clock.advanceMs(-24 * 60 * 60 * 1000);
    // The clock set back: the later day stays, and its one appeal counts.
    const again = await fifty(() => desk.open(memberId));
    expect(again.filter(({ code }) => code === 'done')).toHaveLength(4);
  });

  test('about one code waits once, of fifty at once, until it is withdrawn', async () => {
    const memberId = await desk.aMember();
    desk.settings.memberAppealsPerDayMax = 100;
    const replies = await fifty(() => desk.open(memberId, { text: 'code-3' }));
    desk.settings.memberAppealsPerDayMax = 5;
    const [first] = replies.filter(({ code }) => code === 'done');
    expect(replies.filter(({ code }) => code === 'done')).toHaveLength(1);
    const refused = replies.find(({ code }) => code === 'appeal_state_conflict');
    const appealId = first?.body.appealId ?? 0;
    expect(refused?.body).toMatchObject({ details: { appealId } });
    const url = `/api/me/appeals/${appealId}/withdraw`;
    for (let click = 0; click < 2; click += 1) {
      const { body } = await desk.ask<OwnAppeal>('POST', url, { memberId, body: {} });
      expect(body.state).toBe('withdrawn');
    }
    expect((await desk.open(memberId, { text: 'code-3' })).code).toBe('done');
    expect((await desk.answer(appealId, { version: 2 })).code).toBe('appeal_state_conflict');
  });

  test('of a frozen member is heard too, and one that says nothing is refused', async () => {
    const memberId = await desk.aMember();
    await desk.db
      .updateTable('member')
      .set({ status: 'frozen', frozenReason: '', frozenAt: desk.clock.now() })
      .where('memberId', '=', memberId)
      .execute();
    expect((await desk.open(memberId, { note: ' \u0000 ' })).code).toBe('bad_request');
    expect((await desk.open(memberId, { note: '我没有作弊' })).code).toBe('done');
  });
});

describe('B8: a photo of an appeal', () => {
  test('tells no place: EXIF with GPS and the colour profile are gone, at most 1600 pixels stay', async () => {
    const file = await aPhoto(1800, 900)
      .jpeg()
      .withExif({
        IFD0: { Make: 'SecretCamera' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 18/1 0/1' },
      })
      .withIccProfile('p3')
      .toBuffer();
    expect((await sharp(file).metadata()).exif?.includes('SecretCamera')).toBe(true);
    const memberId = await desk.aMember();
    const { pictureId } = await desk.upload(memberId, file);
    const { body } = await desk.open(memberId, { pictureIds: [pictureId] });
    const { reply } = await photoOf(body.appealId, pictureId, { staffId: 7 });
    expect(reply.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, no-store',
    });
    const metadata = await sharp(reply.rawPayload).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 1600, height: 800 });
    for (const secret of ['exif', 'xmp', 'iptc', 'icc'] as const) {
      expect(metadata[secret]).toBeUndefined();
    }
    expect(reply.rawPayload.includes('SecretCamera')).toBe(false);
  });

  test('is seen by its member and head office, by nobody else', async () => {
    const [memberId, stranger] = [await desk.aMember(), await desk.aMember()];
    const { pictureId } = await desk.upload(memberId);
    const { appealId } = (await desk.open(memberId, { pictureIds: [pictureId] })).body;
    const other = (await desk.open(stranger)).body.appealId;
    expect((await photoOf(appealId, pictureId, { memberId })).status).toBe(200);
    expect((await photoOf(appealId, pictureId, { staffId: 7 })).status).toBe(200);
    expect((await photoOf(appealId, pictureId, {})).status).toBe(401);
    for (const [id, by] of [
      [appealId, { memberId: stranger }],
      [other, { memberId: stranger }],
      [other, { staffId: 7 }],
      [999_999, { memberId }],
    ] as const) {
      expect((await photoOf(id, pictureId, by)).code).toBe('picture_not_found');
    }
  });

  test('of somebody else, of another appeal, or of nobody opens no appeal', async () => {
    const [memberId, stranger] = [await desk.aMember(), await desk.aMember()];
    const { pictureId } = await desk.upload(memberId);
    const theirs = await desk.open(stranger, { pictureIds: [pictureId] });
    expect(theirs.code).toBe('picture_not_found');
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => desk.open(memberId, { pictureIds: [pictureId] })),
    );
    expect(replies.filter(({ code }) => code === 'done')).toHaveLength(1);
    expect((await desk.open(memberId, { pictureIds: [randomUUID()] })).code).toBe(
      'picture_not_found',
    );
  });

  test('that is none is refused, and of too many unsent ones the newest stay', async () => {
    const memberId = await desk.aMember();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    expect((await desk.upload(memberId, svg)).code).toBe('picture_unreadable');
    expect((await desk.upload(memberId, Buffer.alloc(20 * 1024 * 1024 + 1))).code).toBe(
      'picture_unreadable',
    );
    const bytes = await aPhoto().png().toBuffer();
    const now = desk.clock.now();
    await fifty(() => keepPhoto(desk.db, { memberId, bytes, now }));
    expect(await countUnsent(memberId)).toBe(unsentMax);
  });

  test('is forgotten a day later when no appeal was sent, and kept when one was', async () => {
    const memberId = await desk.aMember();
    const [sent] = [await desk.upload(memberId), await desk.upload(memberId)];
    const { appealId } = (await desk.open(memberId, { pictureIds: [sent.pictureId] })).body;
    const purgeAfter = (hours: number) =>
      desk.db.transaction().execute((tx) => {
        const later = new Date(desk.clock.now().getTime() + hours * 60 * 60 * 1000);
        return purgeAppealPictures(tx, later);
      });
    await purgeAfter(23);
    expect(await countUnsent(memberId)).toBe(1);
    await purgeAfter(25);
    expect(await countUnsent(memberId)).toBe(0);
    expect((await photoOf(appealId, sent.pictureId, { memberId })).status).toBe(200);
  });
});

test('B8: nobody reads or withdraws an appeal of somebody else', async () => {
  const [memberId, stranger] = [await desk.aMember(), await desk.aMember()];
  const { appealId } = (await desk.open(memberId)).body;
  const url = `/api/me/appeals/${appealId}`;
  expect((await desk.ask('GET', url, { memberId: stranger })).code).toBe('appeal_not_found');
  const withdrawal = { memberId: stranger, body: {} };
  expect((await desk.ask('POST', `${url}/withdraw`, withdrawal)).code).toBe('appeal_not_found');
  expect((await desk.ask('GET', `/api/hq/appeals/${appealId}`, { memberId })).status).toBe(401);
  const page = await desk.ask<{ rows: OwnAppeal[] }>('GET', '/api/me/appeals', { memberId });
  expect(page.body.rows.map((row) => row.appealId)).toEqual([appealId]);
});

async function countUnsent(memberId: number): Promise<number> {
  const rows = await desk.db
    .selectFrom('appealPicture')
    .select('pictureId')
    .where('memberId', '=', memberId)
    .where('appealId', 'is', null)
    .execute();
  return rows.length;
}
