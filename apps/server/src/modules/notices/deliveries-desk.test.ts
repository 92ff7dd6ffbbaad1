import type { NoticeDelivery } from '@mashang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestRoute } from '../../../test/test-route.ts';
import { changeSubscription, registerNoticeDeliveryRoutes } from './index.ts';
import { useNoticeDesk } from './notice-desk.test-support.ts';

const desk = useNoticeDesk();
const openIds = new Map<number, string>();
let appId: string | undefined;
const { app, route } = openTestRoute({
  who: (request) => ({
    language: request.headers['x-english'] ? 'en' : 'zh',
    memberId: Number(request.headers['x-member']) || null,
  }),
});
beforeAll(() => {
  appId = desk.account.appId;
  registerNoticeDeliveryRoutes(route, {
    ...{ db: desk.database.db, clock: desk.clock },
    readNoticeSettings: () => Promise.resolve(desk.settings),
    findAppId: () => Promise.resolve(appId),
    findOpenId: (_db, { memberId }) => Promise.resolve(openIds.get(memberId) ?? null),
    describeMembers: (_db, ids) =>
      Promise.resolve(new Map(ids.map((id) => [id, { name: '王', mobileMasked: '154****0001' }]))),
  });
});
afterAll(() => app.close());

interface Page {
  rows: NoticeDelivery[];
  next: string | null;
}
async function list(query: string, headers = {}): Promise<Page> {
  const reply = await app.inject({ url: `/api/hq/notice-deliveries?${query}`, headers });
  expect(reply.statusCode).toBe(200);
  return reply.json<Page>();
}

/** Seventeen deliveries of one member, several in one moment; every third refused. */
async function insertDeliveries(): Promise<number> {
  const reader = desk.aReader();
  const noticeId = await desk.tell(reader, {
    details: { giftName: '=1+1', redemptionId: 9, quantity: 1 },
  });
  await desk.database.pool.query(
    `insert into notice_delivery
       (notice_id, member_id, app_id, open_id, channel, state, reason, errcode, created_at)
     select $1, $2, $3, 'o' || n, case when n % 2 = 0 then 'template' else 'customerService' end,
       case when n % 3 = 0 then 'refused' else 'sent' end,
       case when n % 3 = 0 then 'refused' end, case when n % 3 = 0 then 43101 end,
       $4::timestamptz + (n / 4) * interval '1 second'
     from generate_series(1, 17) n`,
    [noticeId, reader.memberId, desk.account.appId, new Date('2026-11-22T04:00:00Z')],
  );
  return reader.memberId;
}

test('S16: head office sees every delivery once, under filters, in both languages, and as a file', async () => {
  const memberId = await insertDeliveries();
  const seen: NoticeDelivery[] = [];
  let cursor = '';
  do {
    const page = await list(`limit=5&memberId=${memberId}${cursor}`);
    seen.push(...page.rows);
    cursor = page.next === null ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  expect(new Set(seen.map(({ noticeDeliveryId }) => noticeDeliveryId)).size).toBe(17);
  expect(seen.map(({ createdAt }) => createdAt)).toEqual(
    seen.map(({ createdAt }) => createdAt).toSorted((left, right) => (left < right ? 1 : -1)),
  );
  expect(seen[0]).toMatchObject({
    memberName: '王',
    mobileMasked: '154****0001',
    title: '礼品已寄出',
  });

  const own = `memberId=${memberId}`;
  expect((await list(`${own}&sort=oldest`)).rows).toEqual(seen.toReversed());
  const refused = await list(`${own}&state=refused`, { 'x-english': '1' });
  expect(refused.rows).toHaveLength(5);
  expect(refused.rows[0]).toMatchObject({
    title: 'Your gift is on its way',
    reason: 'The user does not want it; this template is not tried again (43101)',
  });
  expect((await list(`${own}&channel=template`)).rows).toHaveLength(8);
  const from = '2026-11-22T04:00:01.000Z';
  const to = '2026-11-22T04:00:02.000Z';
  expect((await list(`${own}&from=${from}&to=${to}`)).rows).toHaveLength(4);

  const url = `/api/hq/notice-deliveries/export?format=csv&${own}&sort=oldest`;
  const { body, headers } = await app.inject({ url });
  const lines = body.trim().split('\r\n');
  expect(lines).toHaveLength(18);
  expect(lines[0]).toContain('时间,会员,手机号,内容,渠道,状态,原因,微信回报时间');
  expect(lines[1]).toContain('2026-11-22 12:00:00,王,154****0001,礼品已寄出,客服消息,已发送,,');
  expect(headers['content-disposition']).toContain(encodeURIComponent('微信通知-'));
});

test.each([
  '?cursor=bm9uc2Vuc2U',
  `?cursor=${Buffer.from('{"createdAtMs":1e99,"noticeDeliveryId":1}').toString('base64url')}`,
  '?from=yesterday-at-noon-sharp',
  '?state=sending',
  '?channel=sms',
  '/export?format=pdf',
  '/export?format=csv&from=yesterday-at-noon-sharp',
])('S16: %s is refused in words', async (query) => {
  const reply = await app.inject({ url: `/api/hq/notice-deliveries${query}` });
  expect([reply.statusCode, reply.json()]).toMatchObject([400, { code: 'bad_request' }]);
});

test('S16: a member sees what may be asked for, and how often they asked; nobody else’s', async () => {
  const [first, second] = [desk.aReader(), desk.aReader()];
  openIds.set(first.memberId, first.openId).set(second.memberId, second.openId);
  const { subscription: templateId } = desk.templateIds;
  for (let count = 1; count <= 2; count += 1) {
    await desk.database.db.transaction().execute((tx) =>
      changeSubscription(tx, {
        ...{ appId: desk.account.appId, openId: first.openId },
        changes: [{ templateId, change: 'accepted' }],
        at: desk.clock.now(),
      }),
    );
  }
  const ask = async (memberId: number) => {
    const headers = { 'x-member': String(memberId), 'x-english': '1' };
    return (await app.inject({ url: '/api/wechat/subscriptions', headers })).json<object>();
  };
  // The title is the account's own, in whatever language the page speaks.
  expect(await ask(first.memberId)).toEqual({
    templates: [{ templateId, title: '发货提醒', credits: 2 }],
  });
  expect(await ask(second.memberId)).toMatchObject({ templates: [{ credits: 0 }] });
  expect(await ask(999)).toEqual({ templates: [] });
  appId = undefined;
  expect(await ask(first.memberId)).toEqual({ templates: [] });
  appId = desk.account.appId;
});
