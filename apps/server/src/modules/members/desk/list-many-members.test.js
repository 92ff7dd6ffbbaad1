import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allOf, memberConditions } from './member-conditions.ts';
import { memberOrders } from './member-order.ts';
import { openMemberDesk } from './member-desk.test-support.ts';
const members = 8_000;
/** The newest: without points, tagged. The others have points, and no tag. */
const poor = 2_500;
let desk;
beforeAll(async () => {
    desk = await openMemberDesk();
    await seed();
});
afterAll(() => desk.close());
/** Names of two or three characters out of a few hundred; every 500th is a chef of 兰州. */
async function seed() {
    await sql `insert into member (mobile_hash, mobile_cipher, mobile_masked, mobile_last4, name,
      kind, region_code, tags, status, frozen_reason, origin, created_at)
    select sha256(n::text::bytea), '', '154****0000', lpad((n % 10000)::text, 4, '0'),
      chr(20000 + (n % 97) * 7) || chr(21000 + (n % 389) * 3)
        || case when n % 3 = 0 then '' else chr(22000 + (n % 211)) end,
      case when n % 500 = 0 then 'chef' else 'consumer' end,
      case when n % 500 = 0 then '620100' else '3' || (n % 4 + 1) || '0100' end,
      case when n % 500 = 0 then array['少见'] when n <= ${poor} then array['常见'] else '{}' end,
      case when n % 1000 = 0 then 'frozen' else 'active' end,
      case when n % 1000 = 0 then '刷分' end,
      'import', now() - n * interval '1 minute'
    from generate_series(1, ${members}) n`.execute(desk.db);
    await sql `insert into points_account (member_id, balance, earned)
    select member_id, points, points
    from member, lateral (select case when '常见' = any(tags) then 0 else member_id end) as given (points)
    `.execute(desk.db);
    await sql `analyze member`.execute(desk.db);
}
async function planOf(filter, sort) {
    const { orderBy } = memberOrders[sort];
    const { rows } = await sql `
    explain (costs off) select member_id from member
    where ${allOf(memberConditions(filter, desk.mobiles))}
    order by ${orderBy} limit 51`.execute(desk.db);
    return rows.map((row) => Object.values(row)[0]).join('\n');
}
test('S13: every filter and every order reads an index, not the table', async () => {
    const name = String.fromCodePoint(20_000 + 5 * 7, 21_000 + 5 * 3);
    const plans = [
        [{}, 'newest'],
        [{}, 'oldest'],
        [{}, 'name'],
        [{ search: name }, 'newest'],
        [{ search: name }, 'name'],
        [{ search: '7391' }, 'newest'],
        [{ search: '15400000001' }, 'newest'],
        [{ tag: '少见' }, 'newest'],
        [{ region: '620000' }, 'newest'],
        [{ kind: 'consumer', status: 'active', inWechat: 'no' }, 'newest'],
        [{ status: 'frozen' }, 'oldest'],
        [{ registeredFrom: '2026-01-01T00:00:00.000Z' }, 'newest'],
    ];
    for (const [filter, sort] of plans) {
        const plan = await planOf(filter, sort);
        expect([filter, plan]).toEqual([filter, expect.not.stringMatching(/Seq Scan on member$/m)]);
    }
});
test('S13: where the wanted ones come last, pages run short but reach everybody once', async () => {
    const byKey = { pointsMax: 0, sort: 'oldest', limit: 200 };
    const byPoints = { tag: '常见', sort: 'points', limit: 200 };
    for (const query of [byKey, byPoints]) {
        const { body } = await desk.page(query);
        expect([query, body.rows.length, body.next]).toEqual([query, 0, expect.any(String)]);
        const ids = (await desk.list(query)).map(({ memberId }) => memberId);
        expect([query, ids.length, new Set(ids).size]).toEqual([query, poor - 5, poor - 5]);
    }
});
test('S13: where many have the points asked for, the list keeps its order', async () => {
    const query = { pointsMin: 1, kind: 'consumer', sort: 'name', limit: 200 };
    const listed = (await desk.list(query)).map(({ name }) => name);
    const { rows } = await sql `select name from member
    join points_account using (member_id) where balance > 0 and kind = 'consumer'
    order by name collate "zh-x-icu", member_id`.execute(desk.db);
    expect(listed).toHaveLength(members - poor - 11);
    expect(listed).toEqual(rows.map(({ name }) => name));
    const byPoints = await desk.list({ sort: 'points', limit: 200 });
    const balances = byPoints.map(({ balance }) => balance);
    expect(balances).toHaveLength(members);
    expect(balances).toEqual(balances.toSorted((a, b) => b - a));
});
test('S13: an export reads page by page to the end', async () => {
    const { text } = await desk.download('members/export?format=csv&sort=oldest');
    expect(text.trim().split('\r\n')).toHaveLength(members + 1);
});
