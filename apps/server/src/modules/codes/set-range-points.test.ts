import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk, type CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk();
});
afterAll(() => desk.close());

interface Rule {
  firstSerial?: number;
  lastSerial?: number;
  pointsPerCode: number | null;
}
const setPoints = (batchId: number, rule: Rule) =>
  desk.ask('POST', `/api/hq/batches/${batchId}/points-rule`, rule);

async function ranges(batchId: number, limit = 200) {
  const rows: { firstSerial: number; lastSerial: number; pointsPerCode: number | null }[] = [];
  for (let cursor = ''; ;) {
    const url = `/api/hq/batches/${batchId}/ranges?limit=${limit}${cursor}`;
    const { body } = await desk.ask('GET', url);
    rows.push(...(body['rows'] as typeof rows));
    if (body['next'] === null) return rows;
    cursor = `&cursor=${body['next'] as string}`;
  }
}
const short = async (batchId: number, limit?: number) =>
  (await ranges(batchId, limit)).map((r) => [r.firstSerial, r.lastSerial, r.pointsPerCode]);

describe('S8: points of a range', () => {
  test('a range has points of its own, and gives them back; its neighbours keep theirs', async () => {
    const { batchId } = await desk.aBatch({ quantity: 100 });
    const code = (serial: number) =>
      desk.codeBook.cipher(desk.codeBook.newestKeyVersion, 16).encode(batchId, serial);
    await setPoints(batchId, { firstSerial: 10, lastSerial: 19, pointsPerCode: 15 });
    expect(await short(batchId)).toEqual([
      [0, 9, null],
      [10, 19, 15],
      [20, 99, null],
    ]);
    expect(await desk.scan(code(9))).toMatchObject({ pointsPerCode: null });
    expect(await desk.scan(code(10))).toMatchObject({ pointsPerCode: 15, state: 'minted' });
    await desk.changeState(batchId, 'activate');
    await setPoints(batchId, { lastSerial: 14, pointsPerCode: 15 });
    expect(await short(batchId, 1)).toEqual([
      [0, 19, 15],
      [20, 99, null],
    ]);
    expect(await desk.scan(code(0))).toMatchObject({ pointsPerCode: 15, state: 'activated' });
    await setPoints(batchId, { pointsPerCode: null });
    expect(await short(batchId)).toEqual([[0, 99, null]]);
  });

  test.each([
    [{ firstSerial: 0, lastSerial: 100, pointsPerCode: 1 }, '序号应在 0 到 99 之间'],
    [{ firstSerial: 20, lastSerial: 19, pointsPerCode: 1 }, '序号应在 0 到 99 之间'],
    [{ pointsPerCode: 0 }, ''],
    [{ pointsPerCode: 1_000_001 }, ''],
  ])('%j is refused and changes nothing', async (rule, message) => {
    const { batchId } = await desk.aBatch({ quantity: 100 });
    const reply = await setPoints(batchId, rule);
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(reply.body['message']).toContain(message);
    expect(await short(batchId)).toEqual([[0, 99, null]]);
  });

  test('an unknown batch has no ranges and takes no rule', async () => {
    const unknown = { status: 404, body: { code: 'batch_not_found' } };
    expect(await setPoints(2 ** 27 - 1, { pointsPerCode: 1 })).toMatchObject(unknown);
    expect(await desk.ask('GET', '/api/hq/batches/134217727/ranges')).toMatchObject(unknown);
  });

  test('whatever is set at once, ranges hold every serial once, with the points of one of the rules', async () => {
    const rule = fc.record({
      firstSerial: fc.integer({ min: 0, max: 29 }),
      length: fc.integer({ min: 1, max: 30 }),
      pointsPerCode: fc.constantFrom(null, 1, 2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 2, maxLength: 12 }), async (rules) => {
        const { batchId } = await desk.aBatch({ quantity: 30 });
        const given = rules.map(({ firstSerial, length, pointsPerCode }) => ({
          firstSerial,
          lastSerial: Math.min(29, firstSerial + length - 1),
          pointsPerCode,
        }));
        const replies = await Promise.all([
          ...given.map((each) => setPoints(batchId, each)),
          desk.changeState(batchId, 'activate'),
        ]);
        expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
        const found = await ranges(batchId);
        let next = 0;
        for (const range of found) {
          expect(range).toMatchObject({ firstSerial: next, state: 'activated' });
          next = range.lastSerial + 1;
          for (let serial = range.firstSerial; serial < next; serial += 1) {
            const possible = given
              .filter((each) => each.firstSerial <= serial && serial <= each.lastSerial)
              .map((each) => each.pointsPerCode);
            expect([...possible, ...(possible.length ? [] : [null])]).toContain(
              range.pointsPerCode,
            );
          }
        }
        expect(next).toBe(30);
      }),
      { numRuns: 15 },
    );
  });
});
