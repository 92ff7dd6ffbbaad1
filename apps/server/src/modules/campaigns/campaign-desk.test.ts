import type { Campaign } from '@mashang/contract';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  aCampaign,
  aWin,
  openCampaignDesk,
  type CampaignBody,
  type CampaignDesk,
} from './campaign-desk.test-support.ts';

let desk: CampaignDesk;
let productId: number;
beforeAll(async () => {
  desk = await openCampaignDesk();
  productId = await desk.aProduct('鲜味酱油');
  // The first batch of the database: number 1.
  await desk.aBatch(productId);
});
beforeEach(() => desk.reset());
afterAll(() => desk.close());

const put = ({ campaignId, version }: Campaign, fields: Partial<CampaignBody>) =>
  desk.ask('PUT', `/api/hq/campaigns/${campaignId}`, {
    ...aCampaign(desk.clock.now(), fields),
    version,
  });
const move = ({ campaignId, version }: Campaign, state: string) =>
  desk.ask('POST', `/api/hq/campaigns/${campaignId}/state`, { state, version });

describe('S21: campaigns at head office', () => {
  test('a campaign is a draft, is started, paused, resumed and ended', async () => {
    const draft = await desk.add({ name: ' 五一\u202e双倍\u0000 ', productIds: [productId] });
    expect(draft).toMatchObject({
      name: '五一双倍',
      state: 'draft',
      productNames: ['鲜味酱油'],
      spentPoints: 0,
      appliedTimes: 0,
      version: 1,
    });
    let campaign = await desk.setState(draft, 'running');
    for (const state of ['paused', 'running', 'ended']) {
      campaign = await desk.setState(campaign, state);
    }
    expect(campaign).toEqual({ ...draft, state: 'ended', version: 5 });
    expect(await desk.get(campaign.campaignId)).toEqual(campaign);
  });

  test('what the state does not allow is refused and said', async () => {
    const conflict = (state: string, message: string) => ({
      status: 409,
      body: { code: 'campaign_state_conflict', message, details: { state } },
    });
    const draft = await desk.add();
    expect(await move(draft, 'paused')).toMatchObject(conflict('draft', '活动还是草稿，不能暂停'));
    expect(await move(draft, 'ended')).toMatchObject(conflict('draft', '活动还是草稿，不能结束'));
    const running = await desk.setState(draft, 'running');
    expect(await move(running, 'running')).toMatchObject(
      conflict('running', '活动正在进行，不能开始'),
    );
    const url = `/api/hq/campaigns/${draft.campaignId}`;
    expect(await desk.ask('DELETE', url)).toMatchObject(
      conflict('running', '只能删除草稿，开始过的活动请结束它'),
    );
    const ended = await desk.setState(running, 'ended');
    expect(await move(ended, 'running')).toMatchObject(conflict('ended', '活动已结束，不能开始'));
    expect(await put(ended, {})).toMatchObject(conflict('ended', '活动已结束，不能再修改'));
    const past = await desk.add({ endsAt: new Date(desk.clock.now().getTime() - 1).toISOString() });
    expect(await move(past, 'running')).toMatchObject(
      conflict('draft', '活动的结束时间已过，请先改时间再开始'),
    );
    expect(await desk.ask('DELETE', `/api/hq/campaigns/${past.campaignId}`)).toMatchObject({
      status: 200,
    });
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', {}]] as const) {
      const payload = body && { ...aCampaign(desk.clock.now()), version: 1 };
      const reply = await desk.ask(method, '/api/hq/campaigns/999999', payload);
      expect(reply).toMatchObject({ status: 404, body: { code: 'campaign_not_found' } });
    }
  });

  test('of fifty editors of one version exactly one wins', async () => {
    const campaign = await desk.start();
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_each, index) => put(campaign, { name: `改${index}` })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const codes = new Set(replies.map(({ body }) => body['code']));
    expect(codes).toEqual(new Set([undefined, 'changed_meanwhile']));
    expect(await move(campaign, 'paused')).toMatchObject({ body: { code: 'changed_meanwhile' } });
  });

  test.each([
    [{ name: ' \u0000 ' }, '请填写活动名称'],
    [{ startsAt: '2026-05-02T00:00:00Z', endsAt: '2026-05-02T00:00:00Z' }, '结束时间要晚于'],
    [{ startsAt: '2026-05-02 tomorrow morning' }, '时间格式不对'],
    [{ effect: { kind: 'random' as const, pointsMin: 6, pointsMax: 5 } }, '最小值不能大于最大值'],
    [{ productIds: [987_654] }, '没有编号为 987654 的产品'],
    [{ batchRanges: [{ batchId: 99, firstSerial: null, lastSerial: null }] }, '没有批次 99'],
    [{ batchRanges: [{ batchId: 1, firstSerial: 5, lastSerial: 100 }] }, '在 0 到 99 之间'],
    [{ batchRanges: [{ batchId: 1, firstSerial: 6, lastSerial: 5 }] }, '起始不大于结束'],
    [{ regionCodes: ['999999'] }, '没有编号为 999999 的省或市'],
    [{ regionCodes: ['320505'] }, '没有编号为 320505 的省或市'],
    [{ effect: { kind: 'multiply' as const, factorPercent: 100 } }, ''],
    [{ position: 0 }, ''],
    [{ budgetPoints: 0 }, ''],
  ])('%j is refused in words that say what to put right', async (fields, message) => {
    const wrong = aCampaign(desk.clock.now(), fields);
    const reply = await desk.ask('POST', '/api/hq/campaigns', wrong);
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(reply.body['message']).toContain(message);
    expect(await put(await desk.add(), fields)).toMatchObject({ status: 400 });
  });

  test('operators look on and try out; only administrators change', async () => {
    const { campaignId, version } = await desk.add();
    const as = { 'x-operator': '1' };
    const url = `/api/hq/campaigns/${campaignId}`;
    const fields = aCampaign(desk.clock.now());
    const change = { state: 'running', version };
    expect(await desk.ask('POST', '/api/hq/campaigns', fields, as)).toMatchObject({ status: 403 });
    expect(await desk.ask('PUT', url, { ...fields, version }, as)).toMatchObject({ status: 403 });
    expect(await desk.ask('POST', `${url}/state`, change, as)).toMatchObject({ status: 403 });
    expect(await desk.ask('DELETE', url, undefined, as)).toMatchObject({ status: 403 });
    expect(await desk.ask('GET', url, undefined, as)).toMatchObject({ status: 200 });
  });

  test('a budget follows the campaign, but never below what was given', async () => {
    const campaign = await desk.start({ budgetPoints: 1_000 });
    await desk.reward([aWin({ serial: 1 }), aWin({ serial: 2 })]);
    expect(await put(campaign, { budgetPoints: 19 })).toMatchObject({
      status: 400,
      body: { message: '预算不能少于已经送出的 20 分', details: { spentPoints: 20 } },
    });
    const old = await desk.campaignBook.read();
    expect(await put(campaign, { budgetPoints: 25 })).toMatchObject({ status: 200 });
    // Another process still has the old budget for a second: what it may spend is asked of the row.
    const { rewards, exhausted } = await desk.reward([aWin({ serial: 3 })], old);
    expect(rewards[0]?.points).toBe(10);
    expect(exhausted).toHaveLength(1);
    expect(await desk.get(campaign.campaignId)).toMatchObject({
      spentPoints: 20,
      budgetPoints: 25,
    });
  });
});

describe('S21: the list of campaigns', () => {
  const day = (number: number) => `2026-05-0${number}T00:00:00.000Z`;
  beforeEach(async () => {
    const window = (from: number, to: number) => ({ startsAt: day(from), endsAt: day(to) });
    await desk.add({ name: '甲 100%', position: 3, ...window(1, 3) });
    await desk.add({ name: '乙', position: 1, productIds: [productId], ...window(2, 4) });
    const other = await desk.aProduct(`别的 ${Math.random()}`);
    await desk.add({ name: '丙', position: 2, productIds: [other], ...window(4, 6) });
    await desk.add({ name: '丁', position: 2, ...window(1, 9) });
  });

  async function names(query: string): Promise<string[]> {
    const { body } = await desk.ask('GET', `/api/hq/campaigns?${query}`);
    return (body['rows'] as Campaign[]).map(({ name }) => name);
  }

  test('is searched, filtered by state, product and period, and ordered', async () => {
    expect(await names('')).toEqual(['丁', '丙', '乙', '甲 100%']);
    expect(await names('search=0%25')).toEqual(['甲 100%']);
    expect(await names('search=_')).toEqual([]);
    expect(await names('state=running')).toEqual([]);
    expect(await names(`productId=${productId}`)).toEqual(['丁', '乙', '甲 100%']);
    expect(await names(`from=${day(4)}&to=${day(5)}`)).toEqual(['丁', '丙']);
    expect(await names('sort=startsAt')).toEqual(['甲 100%', '丁', '乙', '丙']);
    expect(await names('sort=position')).toEqual(['乙', '丙', '丁', '甲 100%']);
  });

  test.each(['newest', 'startsAt', 'position'])('by %s: pages join', async (sort) => {
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const url = `/api/hq/campaigns?sort=${sort}&limit=1${cursor}`;
      const { body } = await desk.ask('GET', url);
      paged.push(...(body['rows'] as Campaign[]).map(({ name }) => name));
      if (body['next'] === null) break;
      cursor = `&cursor=${body['next'] as string}`;
    }
    expect(paged).toEqual(await names(`sort=${sort}`));
    const forged = Buffer.from('{"campaignId":1,"value":9e15}').toString('base64url');
    const { status } = await desk.ask('GET', `/api/hq/campaigns?sort=${sort}&cursor=${forged}`);
    expect(status).toBe(400);
  });

  test('is taken away as a file', async () => {
    const { body: file } = await desk.app.inject({
      url: '/api/hq/campaigns/export?format=csv&search=乙',
    });
    const [head, row, ...rest] = parseCsv(file);
    expect(rest).toEqual([]);
    expect(head?.slice(1, 6)).toEqual(['活动', '状态', '开始', '结束', '产品']);
    expect(row?.slice(1, 6)).toEqual([
      '乙',
      '草稿',
      '2026-05-02 08:00:00',
      '2026-05-04 08:00:00',
      '鲜味酱油',
    ]);
  });
});
