import type { PackingSlip, Redemption } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeAddress, openRedemptionDesk } from './redemption-desk.test-support.ts';
import type { RedemptionDesk, TestMember } from './redemption-desk.test-support.ts';

let desk: RedemptionDesk;
const made: { member: TestMember; giftId: number; redemptionId: number }[] = [];

/** Six redemptions: two applied, one each approved, shipped, rejected and cancelled. */
beforeAll(async () => {
  desk = await openRedemptionDesk();
  const giftId = await desk.aGift();
  const other = await desk.aGift({ name: '=HYPERLINK("x")' });
  for (let index = 0; index < 6; index += 1) {
    const member = await desk.aMember(1000);
    const gift = index < 4 ? giftId : other;
    const { redemptionId } = await desk.redeem(member, gift, { note: '=1+1' });
    made.push({ member, giftId: gift, redemptionId });
    desk.clock.advanceMs(60_000);
  }
  const clerk = (action: string, body: object) =>
    desk.ask('POST', `/api/hq/redemptions/${action}`, { body });
  await clerk('approve', { redemptionIds: ids(2, 3) });
  const shipment = { redemptionId: idOf(3), carrier: '顺丰', trackingNumber: 'SF777' };
  await clerk('ship', { shipments: [shipment] });
  await clerk('reject', { redemptionIds: ids(4), reason: '重复' });
  const { memberId = 0 } = made[5]?.member ?? {};
  await desk.ask('POST', `/api/me/redemptions/${idOf(5)}/cancel`, { memberId, body: {} });
});
afterAll(() => desk.close());

const idOf = (index: number) => made[index]?.redemptionId ?? 0;
const ids = (...indexes: number[]) => indexes.map(idOf);
async function list(query: string, options = {}, path = '/api/hq/redemptions') {
  const rows: Redemption[] = [];
  let cursor = '';
  for (;;) {
    const url = `${path}?limit=2&${query}${cursor}`;
    const { body } = await desk.ask<{ rows: Redemption[]; next: string | null }>(
      'GET',
      url,
      options,
    );
    rows.push(...body.rows);
    if (body.next === null) return rows.map(({ redemptionId }) => redemptionId);
    cursor = `&cursor=${body.next}`;
  }
}

describe('S16: the list of redemptions', () => {
  test('newest or oldest first, each once over any page', async () => {
    expect(await list('')).toEqual(ids(5, 4, 3, 2, 1, 0));
    expect(await list('sort=oldest')).toEqual(ids(0, 1, 2, 3, 4, 5));
  });

  test.each<[string, () => string, number[]]>([
    ['state', () => 'state=applied', [1, 0]],
    ['member', () => `memberId=${made[2]?.member.memberId}`, [2]],
    ['gift', () => `giftId=${made[4]?.giftId}`, [5, 4]],
    ['whole mobile', () => `mobile=${made[1]?.member.mobile}`, [1]],
    ['last four digits', () => `mobile=${made[3]?.member.mobile.slice(-4)}`, [3]],
    ['a mobile of nobody', () => 'mobile=15499999999', []],
    ['tracking number as it is read aloud', () => 'trackingNumber=sf%20777', [3]],
    ['province', () => 'region=320000&state=shipped', [3]],
    ['city', () => 'region=320500&state=shipped', [3]],
    ['another city', () => 'region=320100', []],
    ['kind', () => 'memberKind=consumer', []],
    ['from', () => `from=${momentOf(4)}`, [5, 4]],
    ['to, exclusive', () => `to=${momentOf(1)}`, [0]],
  ])('narrows by %s', async (_name, query, expected) => {
    expect(await list(query())).toEqual(ids(...expected));
  });

  test('counts by state follow the other filters', async () => {
    const counts = async (query: string) =>
      (await desk.ask('GET', `/api/hq/redemptions/counts?${query}`)).body;
    const none = { applied: 0, approved: 0, shipped: 0, received: 0, rejected: 0, cancelled: 0 };
    const all = { ...none, applied: 2, approved: 1, shipped: 1, rejected: 1, cancelled: 1 };
    expect(await counts('')).toEqual(all);
    expect(await counts('state=applied')).toEqual(all);
    expect(await counts(`giftId=${made[4]?.giftId}`)).toEqual({
      ...none,
      rejected: 1,
      cancelled: 1,
    });
  });

  test('S8: a member sees the own ones only', async () => {
    const { memberId = 0 } = made[2]?.member ?? {};
    const path = '/api/me/redemptions';
    expect(await list('', { memberId }, path)).toEqual(ids(2));
    expect(await list('state=shipped', { memberId }, path)).toEqual([]);
  });

  test.each(['cursor=nonsense', 'from=yesterday-but-longer-than-20', 'state=lost', 'region=32'])(
    '%s is refused',
    async (query) => {
      expect((await desk.ask('GET', `/api/hq/redemptions?${query}`)).status).toBe(400);
    },
  );
});

describe('S16: on paper and in a file', () => {
  test('packing slips come in the order asked for; one that is not there is said', async () => {
    const url = '/api/hq/redemptions/packing-slips';
    const body = { redemptionIds: ids(3, 0, 2) };
    const reply = await desk.ask<{ slips: PackingSlip[] }>('POST', url, { body });
    expect(reply.body.slips.map(({ redemptionId }) => redemptionId)).toEqual(ids(3, 0, 2));
    expect(reply.body.slips[0]).toMatchObject({ address: homeAddress, carrier: '顺丰' });
    const unknown = { redemptionIds: [idOf(0), 999_999] };
    expect((await desk.ask('POST', url, { body: unknown })).body['code']).toBe(
      'redemption_not_found',
    );
  });

  test('the file has addresses only when they were asked for, and no cell runs as a formula', async () => {
    const download = async (query: string) => {
      const url = `/api/hq/redemptions/export?format=csv&sort=oldest${query}`;
      const reply = await desk.app.inject({ url, headers: { 'x-staff': '7' } });
      return parseCsv(reply.body.slice(1)) as string[][];
    };
    const plain = await download('');
    expect(plain).toHaveLength(7);
    expect(plain[0]).not.toContain('收件人');
    expect(plain.flat().join()).not.toContain('木渎镇');
    expect(plain[5]).toEqual(expect.arrayContaining(['\'=HYPERLINK("x")', "'=1+1", '已拒绝']));
    const [header = [], first] = await download('&addresses=1&state=shipped');
    expect(header.slice(-4)).toEqual(['收件人', '收件手机', '收件地区', '详细地址']);
    expect(first?.slice(-4)).toEqual([
      '王师傅',
      '15400009999',
      '江苏省 苏州市 吴中区',
      '木渎镇金山路 88 号',
    ]);
  });

  test('a dump of the database tells no address, and a row moved to another member does not open', async () => {
    const { rows } = await desk.database.pool.query<{ text: string }>(`
      select encode(address_sealed, 'escape') || redemption::text as text from redemption
      union all select redemption_event::text from redemption_event
      union all select notice::text from notice
      union all select payload::text from graphile_worker._private_jobs`);
    const dump = rows.map(({ text }) => text).join('\n');
    expect(rows.length).toBeGreaterThan(20);
    const plain = [homeAddress.recipient, homeAddress.detail, homeAddress.mobile, '木渎'];
    const readings = plain.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
    expect(readings.filter((text) => dump.includes(text))).toEqual([]);
    const { memberId = 0 } = made[0]?.member ?? {};
    await desk.db
      .updateTable('redemption')
      .set((row) => ({
        addressSealed: row
          .selectFrom('redemption')
          .select('addressSealed')
          .where('redemptionId', '=', idOf(1)),
      }))
      .where('redemptionId', '=', idOf(0))
      .execute();
    const moved = await desk.ask('GET', `/api/me/redemptions/${idOf(0)}`, { memberId });
    expect(moved.status).toBe(500);
  });
});

function momentOf(index: number): string {
  const startedMs = desk.clock.now().getTime() - 6 * 60_000;
  return new Date(startedMs + index * 60_000).toISOString();
}
