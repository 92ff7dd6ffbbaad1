import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestClock } from '../../../../test/test-clock.ts';
import { assignProduct, readScannedTexts, resolveCodes, voidCodes } from '../index.ts';
import { createProduct, readGtin } from '../../products/index.ts';
import { choosePlaces, marksFitting } from './choose-places.ts';
import { lines, openDeliveryDesk, publicUrl } from './delivery-desk.test-support.ts';
import type { DeliveryDesk } from './delivery-desk.test-support.ts';

let desk: DeliveryDesk;
beforeAll(async () => {
  desk = await openDeliveryDesk();
});
beforeEach(() => {
  desk.clock.set(createTestClock(new Date('2026-11-22T08:00:00Z')).now());
  for (const field of Object.keys(desk.who)) delete desk.who[field as keyof typeof desk.who];
});
afterAll(() => desk.close());

const fileOf = (deliveryId: number) => desk.ask(`GET /api/hq/deliveries/${deliveryId}/file`);

/** The serial of every line of a copy. */
async function serialsOf(deliveryId: number) {
  const { status, text } = await fileOf(deliveryId);
  expect(status).toBe(200);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => desk.readLine(line)?.serial ?? -1);
}

async function marksOf(deliveryId: number) {
  const { body } = await desk.ask(`GET /api/hq/deliveries/${deliveryId}/marks?limit=200`);
  return body['rows'] as { codeRef: string; standsFor: number; scans: number }[];
}

describe('S18: copies and their marks', () => {
  test('B7: a copy is the ordinary codes in their order, but for its marks; two share none', async () => {
    const batchId = await desk.aBatch({ quantity: 5_000 });
    const first = await desk.deliver(batchId, { markCount: 40 });
    const second = await desk.deliver(batchId, {
      ...{ firstSerial: 1_000, lastSerial: 2_999, recipient: '华南印刷厂', markCount: 40 },
    });
    const seen = new Set<number>();
    for (const [{ delivery }, from, count] of [
      [first, 0, 5_000],
      [second, 1_000, 2_000],
    ] as const) {
      const marks = await marksOf(delivery.deliveryId);
      const byPlace = new Map(
        marks.map(({ standsFor, codeRef }) => [standsFor, Number(codeRef.split('-')[1])]),
      );
      expect(byPlace.size).toBe(40);
      const serials = await serialsOf(delivery.deliveryId);
      const expected = Array.from(
        { length: count },
        (_line, n) => byPlace.get(from + n) ?? from + n,
      );
      expect(serials).toEqual(expected);
      for (const serial of byPlace.values()) {
        expect(serial).toBeGreaterThanOrEqual(5_000);
        expect(seen.has(serial)).toBe(false);
        seen.add(serial);
      }
    }
    expect((await desk.getDelivery(first.delivery.deliveryId)).markCount).toBe(40);
  });

  test('B7: a mark is a code of its place: same product, state and points; no other serial beyond is', async () => {
    const batchId = await desk.aBatch({ quantity: 100 });
    const { delivery } = await desk.deliver(batchId, { markCount: 5 });
    const [mark] = await marksOf(delivery.deliveryId);
    const cipher = desk.codeBook.cipher(1, 16);
    const resolve = async (serial: number) => {
      const scanned = readScannedTexts(desk.codeBook, [{ text: cipher.encode(batchId, serial) }]);
      return (await resolveCodes(desk.db, scanned, desk.clock.now()))[0];
    };
    const serial = Number(mark!.codeRef.split('-')[1]);
    const ordinary = await resolve(mark!.standsFor);
    const { deliveryId } = delivery;
    expect(await resolve(serial)).toEqual({ ...ordinary, serial, markOf: deliveryId });
    expect(await resolve(105)).toBeNull();
  });

  test('B7: fifty copies made at once share no mark, and each says how many it holds', async () => {
    const batchId = await desk.aBatch({ quantity: 60 });
    const made = await Promise.all(
      Array.from({ length: 50 }, () => desk.deliver(batchId, { markCount: 7 })),
    );
    expect(made.map(({ delivery }) => delivery.markCount)).toEqual(made.map(() => 7));
    const all = await desk.db
      .selectFrom('codeMark')
      .select('serial')
      .where('batchId', '=', batchId)
      .orderBy('serial')
      .execute();
    expect(all.map(({ serial }) => serial)).toEqual(Array.from({ length: 350 }, (_n, n) => 60 + n));
  });

  test('B7: places are drawn anywhere of a billion serials, as many as asked, each once', () => {
    const span = { firstSerial: 7, lastSerial: 1_000_000_006 };
    const places = choosePlaces(span, 1_000);
    expect(new Set(places).size).toBe(1_000);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThanOrEqual(7);
    expect(places.at(-1)).toBeLessThanOrEqual(1_000_000_006);
    // A half without a single one of a thousand would be no chance.
    expect(places.filter((place) => place < 500_000_000).length).toBeGreaterThan(300);
    expect(choosePlaces({ firstSerial: 3, lastSerial: 5 }, 3)).toEqual([3, 4, 5]);
    const times = new Map([0, 1, 2, 3].map((place) => [place, 0]));
    for (let n = 0; n < 4_000; n++) {
      for (const place of choosePlaces({ firstSerial: 0, lastSerial: 3 }, 2)) {
        times.set(place, times.get(place)! + 1);
      }
    }
    // Two of four: each place in half of the draws, within eight standard deviations.
    for (const count of times.values()) expect(Math.abs(count - 2_000)).toBeLessThan(253);
    expect([1, 10, 100, 20_000, 1e9].map(marksFitting)).toEqual([1, 5, 8, 20, 32]);
  });

  test('S18: imported, void and unknown codes, and serials outside, get no copy', async () => {
    const batchId = await desk.aBatch({ quantity: 100 });
    const now = desk.clock.now();
    await desk.db.transaction().execute((tx) =>
      voidCodes(tx, {
        batchId,
        firstSerial: 90,
        lastSerial: 99,
        reason: '坏',
        confirmedSerials: 10,
        staffId: 1,
        now,
      }),
    );
    const refusals = await Promise.all([
      desk.deliver(batchId),
      desk.deliver(batchId, { firstSerial: 0, lastSerial: 100 }),
      desk.deliver(99_999),
      desk.deliver(batchId, { lastSerial: 9, markCount: 11 }),
      desk.deliver(batchId, { lastSerial: 9, hasLink: true }),
      desk.deliver(batchId, { lastSerial: 9, recipient: ' \u202e ' }),
      desk.deliver(batchId, { lastSerial: 9, expiresAt: now.toISOString() }),
    ]);
    expect(refusals.map(({ status, body }) => [status, body['code']])).toEqual([
      [409, 'batch_not_printable'],
      [400, 'bad_request'],
      [404, 'batch_not_found'],
      [400, 'bad_request'],
      [400, 'bad_request'],
      [400, 'bad_request'],
      [400, 'bad_request'],
    ]);
    const { delivery } = await desk.deliver(batchId, { lastSerial: 89 });
    await desk.db.transaction().execute((tx) =>
      voidCodes(tx, {
        batchId,
        firstSerial: 3,
        lastSerial: 3,
        reason: '坏',
        confirmedSerials: 1,
        staffId: 1,
        now,
      }),
    );
    expect((await fileOf(delivery.deliveryId)).body).toMatchObject({ code: 'batch_not_printable' });
    const rows = await desk.db
      .selectFrom('codeMark')
      .selectAll()
      .where('batchId', '=', batchId)
      .execute();
    expect(rows).toHaveLength(delivery.markCount);
  });

  test('S18: a GS1 file is of one trade item, and one that names products of one product', async () => {
    const { db, clock } = desk;
    const now = clock.now();
    const products = await db.transaction().execute(async (tx) => {
      const named = { pointsPerCode: 10, now };
      const first = await createProduct(tx, { ...named, name: '甲', gtin: '6901234567892' });
      return [first, await createProduct(tx, { ...named, name: '乙', gtin: '6901234567908' })];
    });
    const [productId, other] = products as [number, number];
    const batchId = await desk.aBatch({ quantity: 20, urlForm: 'gs1', productId });
    const known = { readGtin, hasClaimsBetween: () => Promise.resolve(false) };
    const assigned = { batchId, firstSerial: 10, productId: other, staffId: 1, now };
    await db.transaction().execute((tx) => assignProduct(tx, assigned, known));
    const csv = (column: 'url' | 'product' | 'code') => ({
      ...{ format: { ...lines, kind: 'csv' as const, columns: [column] }, markCount: 0 },
    });
    for (const column of ['url', 'product'] as const) {
      expect(await desk.deliver(batchId, csv(column))).toMatchObject({
        ...{ status: 409, body: { code: 'batch_not_printable' } },
      });
    }
    expect((await desk.deliver(batchId, csv('code'))).status).toBe(200);
    const part = await desk.deliver(batchId, { ...csv('url'), firstSerial: 10 });
    const { text } = await fileOf(part.delivery.deliveryId);
    const code = desk.codeBook.cipher(1, 16).encode(batchId, 10);
    expect(text.split(/\r?\n/)[0]).toBe(`${publicUrl}/01/06901234567908/21/${code}`);
    const blank = await desk.aBatch({ productId: undefined });
    expect((await desk.deliver(blank)).status).toBe(200);
  });
});
