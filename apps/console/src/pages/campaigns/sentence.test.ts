import type { Campaign } from '@mashang/contract';
import { expect, test } from 'vitest';
import { emptyForm } from './campaign-fields.ts';
import { draftSaying } from './draft-saying.ts';
import { phrasesOf, sayingOf, sentenceOf } from './sentence.ts';

const names = {
  product: (id: number) => ({ 1: '红烧酱油 500ml', 2: '白米醋' })[id] ?? `#${id}`,
  region: (code: string) => ({ 320000: '江苏省', 310000: '上海市' })[code] ?? code,
};
const campaign: Campaign = {
  campaignId: 7,
  name: '五一双倍',
  startsAt: '2026-04-30T16:00:00.000Z',
  endsAt: '2026-05-05T16:00:00.000Z',
  productIds: [1],
  productNames: ['红烧酱油 500ml'],
  batchRanges: [],
  memberKinds: ['chef'],
  regionCodes: ['320000', '310000'],
  occasion: 'firstOfDay',
  effect: { kind: 'multiply', factorPercent: 200 },
  position: 100,
  isLast: true,
  memberDailyTimesMax: 3,
  memberTotalTimesMax: 10,
  budgetPoints: 100_000,
  state: 'draft',
  spentPoints: 0,
  appliedTimes: 0,
  version: 1,
  createdAt: '2026-04-01T00:00:00.000Z',
};
const bare: Campaign = {
  ...campaign,
  productIds: [],
  memberKinds: [],
  regionCodes: [],
  occasion: 'any',
  isLast: false,
  memberDailyTimesMax: null,
  memberTotalTimesMax: null,
  budgetPoints: null,
};

test('S21: a campaign reads as one Chinese sentence with everything it hangs on', () => {
  expect(sentenceOf(sayingOf(campaign), 'zh', names)).toBe(
    '从 2026-05-01 00:00 到 2026-05-05 24:00，江苏省、上海市的厨师扫「红烧酱油 500ml」的码，' +
      '每天第一次扫码时积分变为 2 倍；每人每天最多 3 次，总共最多 10 次；' +
      '活动最多送出 100,000 分；之后不再叠加其他活动。',
  );
});

test('S21: what narrows nothing is not told, and having no limit is said', () => {
  expect(sentenceOf(sayingOf(bare), 'zh', names)).toBe(
    '从 2026-05-01 00:00 到 2026-05-05 24:00，会员扫任意产品的码，每次积分变为 2 倍；' +
      '每人不限次数；活动不限预算；之后还可以叠加其他活动。',
  );
  const both = { ...bare, memberKinds: ['consumer', 'chef'] } satisfies Campaign;
  expect(sentenceOf(sayingOf(both), 'zh', names)).toContain('会员扫');
});

test('S21: the same sentence in English', () => {
  expect(sentenceOf(sayingOf(campaign), 'en', names)).toBe(
    'From 2026-05-01 00:00 to 2026-05-05 24:00, when a chef living in 江苏省, 上海市 scans a code ' +
      'of “红烧酱油 500ml”, the first time each day, the points become 2 times as many; ' +
      'each member at most 3 times a day, at most 10 times in all; ' +
      'the campaign gives at most 100,000 points; no other campaign applies after it.',
  );
});

test('S21: every effect and every kind of batch range has its words', () => {
  const say = (changes: Partial<Campaign>) =>
    sentenceOf(sayingOf({ ...bare, ...changes }), 'zh', names);
  expect(say({ effect: { kind: 'multiply', factorPercent: 150 } })).toContain('变为 1.5 倍');
  expect(say({ effect: { kind: 'add', points: 1000 } })).toContain('积分多得 1,000 分');
  expect(say({ effect: { kind: 'fixed', points: 20 } })).toContain('积分固定为 20 分');
  expect(say({ effect: { kind: 'random', pointsMin: 1, pointsMax: 9 } })).toContain(
    '随机多得 1 到 9 分',
  );
  const ranges = [
    { batchId: 3, firstSerial: null, lastSerial: null },
    { batchId: 4, firstSerial: 0, lastSerial: 99 },
    { batchId: 5, firstSerial: 10, lastSerial: null },
  ];
  expect(say({ batchRanges: ranges })).toContain(
    '（限批次 #3、批次 #4 的序号 0 到 99、批次 #5 的序号 10 起）',
  );
});

test('S21: a long list of names is cut and counted', () => {
  const productIds = [1, 2, 3, 4, 5, 6, 7, 8];
  const { products } = phrasesOf(sayingOf({ ...bare, productIds }), 'zh', names);
  expect(products).toBe('「红烧酱油 500ml」、「白米醋」、「#3」、「#4」、「#5」、「#6」等 8 项');
});

test('S21: while editing, what cannot be read yet is a blank and the rest is told', () => {
  const form = {
    ...emptyForm('2026-05-01'),
    factor: 'zwei',
    end: { day: '2026-05-01', time: '2' },
    memberDailyTimesMax: '-1',
  };
  expect(sentenceOf(draftSaying(form), 'zh', names)).toBe(
    '从 2026-05-01 00:00 到 ＿＿，会员扫任意产品的码，每次积分＿＿；' +
      '每人每天＿＿；活动不限预算；之后还可以叠加其他活动。',
  );
});
