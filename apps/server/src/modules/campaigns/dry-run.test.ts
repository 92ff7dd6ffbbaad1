import type { DryRun } from '@mashang/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aWin, openCampaignDesk, type CampaignDesk } from './campaign-desk.test-support.ts';

let desk: CampaignDesk;
let productId: number;
let batchId: number;
beforeAll(async () => {
  desk = await openCampaignDesk();
  productId = await desk.aProduct('鲜味酱油');
  batchId = await desk.aBatch(productId);
});
afterAll(() => desk.close());

async function run(question: object): Promise<DryRun> {
  const body = { at: desk.clock.now().toISOString(), ...question };
  const reply = await desk.ask('POST', '/api/hq/campaigns/dry-run', body);
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body as unknown as DryRun;
}
const verdicts = ({ rules }: DryRun) =>
  Object.fromEntries(rules.map(({ name, verdict, reason }) => [name, `${verdict} ${reason}`]));
const add = (points: number) => ({ kind: 'add', points }) as const;

/** Every row of every table of the module, and of those it asks. */
async function everything() {
  const tables = ['campaign', 'campaign_spending', 'campaign_use', 'code_range', 'member', 'claim'];
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql.table(table)} order by 1, 2`.execute(desk.db)),
  );
  return rows.map((result) => result.rows);
}

describe('S21: a dry run', () => {
  test('says of every campaign whether it would apply, and why not, and changes nothing', async () => {
    const hour = 60 * 60 * 1000;
    const moment = (ms: number) => new Date(desk.clock.now().getTime() + ms).toISOString();
    await desk.startAll([
      { name: '首扫奖励', effect: add(5), position: 1, occasion: 'firstOfProduct' },
      { name: '五一双倍', position: 2 },
      { name: '每天一次', effect: add(1), position: 3, memberDailyTimesMax: 1 },
      { name: '小预算', effect: add(9), position: 4, budgetPoints: 8 },
      { name: '厨师专享', position: 5, memberKinds: ['chef'] },
      { name: '北京', position: 5, regionCodes: ['110000'] },
      {
        name: '别的批次',
        position: 5,
        batchRanges: [{ batchId, firstSerial: 50, lastSerial: null }],
      },
      { name: '明天', position: 5, startsAt: moment(hour), endsAt: moment(2 * hour) },
      {
        name: '幸运',
        position: 6,
        effect: { kind: 'random', pointsMin: 7, pointsMax: 7 },
        isLast: true,
      },
      { name: '太晚', position: 7, effect: add(1) },
    ]);
    const draft = await desk.add({ name: '草稿', position: 8, effect: add(1) });
    const memberId = await desk.aMember('张三', 'consumer', '320505');
    await desk.reward([aWin({ memberId, productId: 0, serial: 1 })]);
    const before = await everything();
    const answer = await run({ text: `${batchId}-12`, memberId });
    expect(await everything()).toEqual(before);
    expect(answer).toMatchObject({
      points: 37,
      refusal: null,
      productName: '鲜味酱油',
      batchId,
      memberName: '张三',
      basePoints: 10,
      baseFrom: 'product',
      explanation: '(基础10 + 首扫奖励5) × 五一双倍 + 幸运(随机)7 = 37',
    });
    expect(verdicts(answer)).toEqual({
      首扫奖励: 'applied +5 分',
      五一双倍: 'applied × 2',
      每天一次: 'memberDailyLimit 该会员当天已享受 1 次，到了每天上限',
      小预算: 'budgetSpent 预算只剩 8 分，不够这次的 9 分',
      厨师专享: 'otherMemberKind 会员是消费者，活动不含消费者',
      北京: 'otherRegion 会员在 江苏省 苏州市，不在活动地区内',
      别的批次: `otherBatch 批次 ${batchId} 序号 12 不在活动的批次范围内`,
      明天: expect.stringMatching(/^notStarted .* 才开始$/) as string,
      幸运: 'applied 7–7 分中按码抽取，这个码是 +7 分',
      太晚: 'afterLast 前面的活动规定之后不再叠加',
    });
    const asked = await run({ productId, draftCampaignId: draft.campaignId, memberKind: 'chef' });
    expect(asked.rules.at(-1)).toMatchObject({ name: '草稿', verdict: 'afterLast' });
    expect(verdicts(asked)).toMatchObject({
      厨师专享: 'applied × 2',
      首扫奖励: 'notFirst 不是该会员首次扫这个产品',
      别的批次: 'otherBatch 只限指定批次，这里没有给出批次',
      幸运: 'applied 7–7 分中按码抽取，没有给出码，以 +7 分为例',
    });
    await desk.reset();
  });

  test('says what a claim would say, to the point', async () => {
    await desk.startAll([
      { name: '幸运', effect: { kind: 'random', pointsMin: 1, pointsMax: 1_000_000 } },
      { name: '首扫', effect: add(3), occasion: 'firstEver' },
    ]);
    const memberId = await desk.aMember('李四', 'chef', '110000');
    const { points } = await run({ batchId, serial: 33, memberId });
    const win = aWin({ memberId, batchId, serial: 33, productId, isFirstEver: true });
    expect((await desk.reward([win])).rewards[0]?.points).toBe(points);
    await desk.reset();
  });

  test('says why a code earns nothing, and what it would earn otherwise', async () => {
    const ranged = await desk.aBatch(productId, 15);
    expect(await run({ text: `${ranged}-1` })).toMatchObject({
      points: 15,
      baseFrom: 'range',
      explanation: '本批基础 15 分',
    });
    expect(await run({ text: '0-0' })).toMatchObject({ points: null, refusal: '没有这个码' });
    desk.claimedAt.set(BigInt(ranged) * 2n ** 36n + 1n, new Date('2026-05-01T00:00:00Z'));
    expect(await run({ batchId: ranged, serial: 1 })).toMatchObject({
      points: null,
      refusal: '这个码在 2026-05-01 08:00 已经积过分',
      explanation: '本批基础 15 分',
    });
    await desk.db
      .updateTable('codeRange')
      .set({ state: 'frozen' })
      .where('batchId', '=', ranged)
      .execute();
    expect(await run({ batchId: ranged, serial: 2 })).toMatchObject({
      refusal: '这个码已冻结，不能积分',
    });
    const memberId = await desk.aMember('王五', 'consumer', '110000');
    await desk.db.updateTable('member').set({ status: 'frozen', frozenReason: '测试' }).execute();
    expect(await run({ productId, memberId })).toMatchObject({
      points: null,
      refusal: '该会员已被冻结，不能积分',
    });
  });

  test.each([
    [{}, 400, 'bad_request'],
    [{ productId: 987_654 }, 404, 'product_not_found'],
    [{ batchId: 987_654 }, 404, 'batch_not_found'],
    [{ batchId: 1, serial: 100 }, 404, 'batch_not_found'],
    [{ batchId: 1, productId: 987_654 }, 400, 'bad_request'],
    [{ productId: 1, memberId: 987_654 }, 404, 'member_not_found'],
    [{ productId: 1, draftCampaignId: 987_654 }, 404, 'campaign_not_found'],
    [{ productId: 1, at: '9999999999999999999999' }, 400, 'bad_request'],
  ])('%j is refused', async (question, status, code) => {
    const body = { at: desk.clock.now().toISOString(), ...question };
    const reply = await desk.ask('POST', '/api/hq/campaigns/dry-run', body);
    expect(reply).toMatchObject({ status, body: { code } });
  });
});
