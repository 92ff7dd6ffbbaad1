import { randomBytes, randomUUID } from 'node:crypto';
import { expectSoundLedger } from '../../../test/audit-ledger.ts';
import { expectSoundRedemptions } from '../../../test/audit-redemptions.ts';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { createTestClock } from '../../../test/test-clock.ts';
import type { TestClock } from '../../../test/test-clock.ts';
import { openTestRoute } from '../../../test/test-route.ts';
import { addJob } from '../../platform/jobs.ts';
import { addGift, changeGiftState, registerGiftRoutes } from '../gifts/index.ts';
import { sealAddress } from '../members/address-seal.ts';
import { createMember, createMobileReader } from '../members/index.ts';
import { registerNoticeRoutes } from '../notices/index.ts';
import { adjustPoints, openAccount, readBalances } from '../points/index.ts';
import { countPiecesOfMember, registerRedemptionRoutes } from './index.ts';

export const homeAddress = {
  recipient: '王师傅',
  mobile: '15400009999',
  regionCode: '320506',
  detail: '木渎镇金山路 88 号',
};

export interface TestMember {
  memberId: number;
  addressId: number;
  mobile: string;
}

interface Parts {
  database: TestDatabase;
  clock: TestClock;
  masterKey: Buffer;
}

/** Redemptions with all they know on a database of its own, asked over HTTP as members and clerks. */
export async function openRedemptionDesk() {
  const database = await freshDatabase({ max: 25 });
  const parts: Parts = { database, clock: createTestClock(), masterKey: randomBytes(32) };
  const app = openApp(parts);

  /** As the member given, or as clerk 7. */
  async function ask<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    options: { memberId?: number; staffId?: number; body?: object } = {},
  ) {
    const { memberId, staffId = 7, body } = options;
    const headers = memberId ? { 'x-member': String(memberId) } : { 'x-staff': String(staffId) };
    const reply = await app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, body: reply.json<Body>() };
  }
  async function redeem(
    { memberId, addressId }: TestMember,
    giftId: number,
    given: { attemptId?: string; quantity?: number; pointsPrice?: number; note?: string } = {},
  ) {
    const attempt = { attemptId: randomUUID(), quantity: 1, pointsPrice: 100, note: '' };
    const body = { ...attempt, giftId, addressId, ...given };
    const reply = await ask('POST', '/api/me/redemptions', { memberId, body });
    const redemption = reply.body['redemption'] as { redemptionId: number } | undefined;
    const code = (reply.body['code'] as string | undefined) ?? 'redeemed';
    return { ...reply, code, redemptionId: redemption?.redemptionId ?? 0 };
  }
  const close = async () => {
    await app.close();
    await database.close();
  };
  const { db } = database;
  return {
    ...{ ...parts, db, app, ask, redeem, close },
    aMember: (points = 1000) => aMember(parts, points),
    aGift: (given: GivenGift = {}) => aGift(parts, given),
    balanceOf: async (memberId: number) =>
      (await readBalances(db, [memberId])).get(memberId)?.balance,
    stockOf: async (giftId: number) => {
      const query = db.selectFrom('gift').select('stock').where('giftId', '=', giftId);
      return (await query.executeTakeFirstOrThrow()).stock;
    },
    expectSound: async () => {
      await expectSoundLedger(db);
      await expectSoundRedemptions(db);
    },
  };
}

export type RedemptionDesk = Awaited<ReturnType<typeof openRedemptionDesk>>;

function openApp({ database: { db }, clock, masterKey }: Parts) {
  const idIn = (header: unknown) => (header === undefined ? null : Number(header));
  const { app, route } = openTestRoute({
    who: ({ headers }) => ({
      memberId: idIn(headers['x-member']),
      staffId: idIn(headers['x-staff']),
      staffRole: 'operator',
    }),
  });
  const readStaffNames = () =>
    Promise.resolve(
      new Map([
        [7, '小李'],
        [8, '小张'],
      ]),
    );
  registerGiftRoutes(route, {
    ...{ db, clock, countPiecesOfMember, readStaffNames },
    requirePictures: () => Promise.resolve(),
  });
  registerNoticeRoutes(route, { db, clock });
  registerRedemptionRoutes(route, { db, clock, masterKey, addJob, readStaffNames });
  return app;
}

let membersMade = 0;

async function aMember({ database, clock, masterKey }: Parts, points: number): Promise<TestMember> {
  const mobiles = createMobileReader(masterKey);
  membersMade += 1;
  const mobile = `154${String(membersMade).padStart(8, '0')}`;
  const now = clock.now();
  return database.db.transaction().execute(async (tx) => {
    const { memberId } = await createMember(tx, mobiles, {
      mobile: mobiles.read(mobile),
      profile: { name: '王师傅', kind: 'chef', regionCode: '320506' },
      origin: 'web',
      now,
    });
    await openAccount(tx, memberId);
    const adjustment = { memberId, points, attemptId: randomUUID(), reason: '测试', staffId: 7 };
    const dimensions = { regionCode: '320500', memberKind: 'chef' } as const;
    if (points > 0) await adjustPoints(tx, { ...adjustment, ...dimensions }, now);
    const { addressId } = await tx
      .insertInto('memberAddress')
      .values({
        memberId,
        sealed: sealAddress(masterKey, memberId, homeAddress),
        createdAt: now,
        updatedAt: now,
      })
      .returning('addressId')
      .executeTakeFirstOrThrow();
    return { memberId, addressId, mobile };
  });
}

interface GivenGift {
  name?: string;
  stock?: number;
  pointsPrice?: number;
  limitPerMember?: number | null;
}

/** On sale for 100 points, ten pieces. */
async function aGift({ database, clock }: Parts, given: GivenGift): Promise<number> {
  const now = clock.now();
  const gift = { name: '炒锅', stock: 10, pointsPrice: 100, limitPerMember: null, ...given };
  const rest = { descriptionHtml: '', pictureIds: [], sortOrder: 100, staffId: 7, now };
  return database.db.transaction().execute(async (tx) => {
    const giftId = await addGift(tx, { ...gift, ...rest });
    await changeGiftState(tx, { giftId, state: 'onSale', now });
    return giftId;
  });
}
