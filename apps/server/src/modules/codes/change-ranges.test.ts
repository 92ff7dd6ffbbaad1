import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAllConnections } from '../../../test/harness-database.ts';
import { openCodeDesk, type CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
let products: number[];
beforeAll(async () => {
  desk = await openCodeDesk();
  products = [await desk.aProduct('甲'), await desk.aProduct('乙')];
});
afterAll(() => desk.close());

/** What a serial should be: the simplest thing that can be said of its life. */
interface Serial {
  state: 'minted' | 'activated' | 'frozen' | 'void';
  /** Milliseconds. */
  activatedAt: number | null;
  productId: number | null;
  pointsPerCode: number | null;
}

interface Step {
  what: 'activation' | 'revocation' | 'freeze' | 'thaw' | 'void' | 'product' | 'points-rule';
  first: number;
  last: number;
  /** 0: now. */
  hoursAhead: number;
  choice: number;
  hoursLater: number;
}

const serials = 40;
const hourMs = 3_600_000;

const step = fc
  .record({
    what: fc.constantFrom<Step['what'][]>(
      ...(['activation', 'activation', 'revocation', 'freeze', 'thaw'] as const),
      ...(['void', 'product', 'product', 'points-rule'] as const),
    ),
    ends: fc.tuple(fc.nat(serials - 1), fc.nat(serials - 1)),
    hoursAhead: fc.constantFrom(0, 0, 1, 2),
    choice: fc.nat(2),
    hoursLater: fc.constantFrom(0, 0, 1),
  })
  .map(({ ends: [one, other], ...rest }): Step => {
    return { ...rest, first: Math.min(one, other), last: Math.max(one, other) };
  });

/** What becomes of one serial; itself when nothing does, 'refused' when nothing of all may change. */
function after(
  serial: Serial,
  { what, hoursAhead, choice }: Step,
  now: number,
): Serial | 'refused' {
  const { state, activatedAt } = serial;
  switch (what) {
    case 'activation': {
      const at = now + hoursAhead * hourMs;
      const isPlan = state === 'activated' && activatedAt !== null && activatedAt > now;
      if (state !== 'minted' && !isPlan) return serial;
      if (serial.productId === null) return 'refused';
      return activatedAt === at ? serial : { ...serial, state: 'activated', activatedAt: at };
    }
    case 'revocation':
      return state === 'activated' ? { ...serial, state: 'minted', activatedAt: null } : serial;
    case 'freeze':
      return state === 'minted' || state === 'activated' ? { ...serial, state: 'frozen' } : serial;
    case 'thaw':
      if (state !== 'frozen') return serial;
      return { ...serial, state: activatedAt === null ? 'minted' : 'activated' };
    case 'void':
      return { ...serial, state: 'void' };
    case 'product':
      return state === 'void' ? serial : { ...serial, productId: products[choice % 2] ?? null };
    case 'points-rule':
      return state === 'void' ? serial : { ...serial, pointsPerCode: choice === 0 ? null : choice };
  }
}

const isSame = (one: Serial, other: Serial) => JSON.stringify(one) === JSON.stringify(other);

/** Does a step to the model and to the batch; both must come to the same end. */
async function take(model: Serial[], batchId: number, each: Step): Promise<void> {
  desk.clock.advanceMs(each.hoursLater * hourMs);
  const now = desk.clock.now().getTime();
  const { what, first, last, hoursAhead, choice } = each;
  const asked = model.slice(first, last + 1).map((serial) => after(serial, each, now));
  const isRefused = asked.includes('refused');
  const next = asked.map((serial, index) =>
    serial === 'refused' ? model[first + index]! : serial,
  );
  const changed = next.filter((serial, index) => !isSame(serial, model[first + index]!)).length;
  const { status, body } = await desk.change(batchId, what, {
    firstSerial: first,
    lastSerial: last,
    ...(what === 'activation' && hoursAhead > 0
      ? { activatesAt: new Date(now + hoursAhead * hourMs).toISOString() }
      : {}),
    ...(what === 'void' ? { confirmedSerials: Math.max(1, changed) } : {}),
    ...(what === 'product' ? { productId: products[choice % 2] } : {}),
    ...(what === 'points-rule' ? { pointsPerCode: choice === 0 ? null : choice } : {}),
  });
  const mayChangeNothing = what === 'product' || what === 'points-rule';
  if (isRefused) expect(body).toMatchObject({ code: 'product_missing' });
  else if (changed === 0 && !mayChangeNothing) {
    expect(body).toMatchObject({ code: 'batch_state_conflict' });
  } else {
    expect([status, body['code']]).toEqual([200, undefined]);
    model.splice(first, next.length, ...next);
  }
}

test('B5: whatever is done to any ranges, each serial is as it should be, and ranges are as few as can be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { body } = await desk.ask('POST', '/api/hq/batches', { quantity: serials });
      const batchId = body['batchId'] as number;
      const blank = { state: 'minted', activatedAt: null, productId: null, pointsPerCode: null };
      const model = Array.from({ length: serials }, () => ({ ...blank }) as Serial);
      for (const each of steps) await take(model, batchId, each);
      const now = desk.clock.now().getTime();
      const found = await desk.ranges(batchId);
      let next = 0;
      let before = '';
      for (const { firstSerial, lastSerial, ...range } of found) {
        expect(firstSerial).toBe(next);
        next = lastSerial + 1;
        const life = JSON.stringify(range);
        expect(life).not.toBe(before);
        before = life;
        for (const serial of model.slice(firstSerial, next)) {
          const { state, activatedAt, productId, pointsPerCode } = serial;
          const isPlan = state === 'activated' && activatedAt !== null && activatedAt > now;
          expect(range).toMatchObject({
            state: isPlan ? 'scheduled' : state,
            activatedAt: activatedAt === null ? null : new Date(activatedAt).toISOString(),
            ...{ productId, pointsPerCode },
          });
        }
      }
      expect(next).toBe(serials);
    }),
    { numRuns: 25 },
  );
});

const spansOf = async (batchId: number) =>
  (await desk.ranges(batchId)).map((r) => [r.firstSerial, r.lastSerial, r.state]);

const fiftyAtOnce = async <Reply>(work: (index: number) => Promise<Reply>) => {
  await openAllConnections(desk.database, 20);
  return Promise.all(Array.from({ length: 50 }, (_each, index) => work(index)));
};

describe('B5: many at once', () => {
  test('of fifty activations, then fifty voids of the same codes, exactly one wins each', async () => {
    const { batchId } = await desk.aBatch();
    for (const what of ['activation', 'void']) {
      const body = what === 'void' ? { confirmedSerials: 100 } : {};
      const replies = await fiftyAtOnce(() => desk.change(batchId, what, body));
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(replies.filter(({ status }) => status === 409)).toHaveLength(49);
    }
  });

  test('fifty clerks activate overlapping ranges: every serial once, by one of them, on record', async () => {
    const { batchId } = await desk.aBatch({ quantity: 1_000 });
    const replies = await fiftyAtOnce((index) => {
      const firstSerial = (index * 37) % 940;
      return desk.change(batchId, 'activation', { firstSerial, lastSerial: firstSerial + 59 });
    });
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const events = (await desk.events(batchId)).filter(({ action }) => action === 'activated');
    const times = new Array<number>(1_000).fill(0);
    for (const { firstSerial, lastSerial } of events) {
      for (let serial = firstSerial; serial <= lastSerial; serial += 1) times[serial]! += 1;
    }
    const covered = times.filter((count) => count === 1).length;
    expect(times.every((count) => count <= 1)).toBe(true);
    const ranges = await desk.ranges(batchId);
    const active = ranges.filter(({ state }) => state === 'activated');
    const total = active.reduce((sum, range) => sum + range.lastSerial - range.firstSerial + 1, 0);
    expect(total).toBe(covered);
    expect(ranges.at(-1)?.lastSerial).toBe(999);
  });

  test('freezing, thawing and voiding at once end void, in one range', async () => {
    const { batchId } = await desk.aBatch();
    await desk.change(batchId, 'activation');
    const replies = await fiftyAtOnce((index) => {
      const what = ['freeze', 'void', 'thaw'][index % 3] ?? '';
      return desk.change(batchId, what, what === 'void' ? { confirmedSerials: 100 } : {});
    });
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(await spansOf(batchId)).toEqual([[0, 99, 'void']]);
  });
});

describe('B5: the database itself', () => {
  const write = (statement: string) => sql.raw(statement).execute(desk.db);

  test('refuses a hole, an overlap, a batch without ranges and codes active without a product', async () => {
    const { batchId } = await desk.aBatch();
    await desk.change(batchId, 'activation', { lastSerial: 49 });
    const of = `where batch_id = ${batchId}`;
    const columns = '(batch_id, first_serial, last_serial, state)';
    const complete = { constraint: 'code_range__complete' };
    const disjoint = { constraint: 'code_range__disjoint' };
    for (const [statement, refusal] of [
      [`delete from code_range ${of} and first_serial = 50`, complete],
      [`update code_range set last_serial = 48 ${of} and first_serial = 0`, complete],
      [`update code_range set first_serial = 1 ${of} and first_serial = 0`, complete],
      [`update code_range set last_serial = 100 ${of} and first_serial = 50`, complete],
      [`update code_batch set serials = 101 ${of}`, complete],
      [`insert into code_range ${columns} values (${batchId}, 100, 100, 'minted')`, complete],
      [`insert into code_range ${columns} values (${batchId}, 20, 30, 'minted')`, disjoint],
      [`update code_range set last_serial = 50 ${of} and first_serial = 0`, disjoint],
      [
        `insert into code_batch (source, quantity, serials, code_length, key_version, note, created_at)
          values ('own', 5, 5, 16, 1, '', now())`,
        complete,
      ],
      [
        `update code_range set activated_at = null ${of}`,
        { constraint: 'code_range__activated_at' },
      ],
      [`update code_range set product_id = null ${of}`, { constraint: 'code_range__product' }],
    ] as const) {
      await expect(write(statement), statement).rejects.toMatchObject(refusal);
    }
    expect(await spansOf(batchId)).toHaveLength(2);
  });
});
