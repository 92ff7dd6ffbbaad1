import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainAward } from '../points/index.ts';
import type { CampaignEffect, CampaignRule } from './campaign-types.ts';
import { createDraw } from './draw-points.ts';
import { evaluateCampaigns, rewardOf } from './evaluate-campaigns.ts';
import type { AskedScan } from './meet-conditions.ts';

const at = new Date('2026-05-01T12:00:00.000Z');
const draw = createDraw(Buffer.alloc(32, 7));
const noLimits = () => ({ timesToday: Infinity, timesInAll: Infinity, budgetPoints: Infinity });
const moment = { at, draw, roomOf: noLimits };

function rule(fields: Partial<CampaignRule>): CampaignRule {
  return {
    campaignId: 1,
    name: '五一双倍',
    state: 'running',
    startsAt: new Date(at.getTime() - 1),
    endsAt: new Date(at.getTime() + 1),
    productIds: [],
    batchRanges: [],
    memberKinds: [],
    regionCodes: [],
    occasion: 'any',
    effect: { kind: 'multiply', factorPercent: 200 },
    position: 100,
    isLast: false,
    memberDailyTimesMax: null,
    memberTotalTimesMax: null,
    budgetPoints: null,
    spentPoints: 0,
    ...fields,
  };
}

const scan: AskedScan & { baseFrom: 'product' | 'range' } = {
  memberKind: 'consumer',
  regionCode: '320500',
  codeId: 42n,
  batchId: 7,
  serial: 50,
  productId: 3,
  basePoints: 10,
  baseFrom: 'product',
  isFirstEver: false,
  isFirstOfDay: true,
  isFirstOfProduct: false,
};

const say = (...rules: Partial<CampaignRule>[]) => {
  const numbered = rules.map((fields, index) => rule({ campaignId: index + 1, ...fields }));
  const { explanation } = rewardOf(scan, evaluateCampaigns(numbered, scan, moment));
  return explainAward(explanation, 'zh');
};
const verdict = (fields: Partial<CampaignRule>, asked: Partial<AskedScan> = {}) =>
  evaluateCampaigns([rule(fields)], { ...scan, ...asked }, moment)[0]?.verdict;
const add = (points: number): CampaignEffect => ({ kind: 'add', points });

describe('S21: what campaigns make of a scan', () => {
  test('each rule is told by name, in the order they apply', () => {
    expect(say({})).toBe('基础10 × 五一双倍 = 20');
    expect(say({ name: '首扫奖励', effect: add(5) })).toBe('基础10 + 首扫奖励5 = 15');
    expect(say({ name: '开业活动', effect: { kind: 'fixed', points: 88 } })).toBe(
      '固定88（开业活动）',
    );
    const first = { name: '首扫奖励', effect: add(5), position: 1 };
    expect(say({}, first)).toBe('(基础10 + 首扫奖励5) × 五一双倍 = 30');
    expect(say({ position: 1 }, { ...first, position: 2 })).toBe(
      '基础10 × 五一双倍 + 首扫奖励5 = 25',
    );
    expect(say({ ...first, isLast: true }, {})).toBe('基础10 + 首扫奖励5 = 15');
    expect(say({ effect: { kind: 'multiply', factorPercent: 155 } })).toBe(
      '基础10 × 五一双倍 = 15',
    );
  });

  test.each([
    [{ state: 'paused' as const }, {}, 'notRunning'],
    [{ startsAt: new Date(at.getTime() + 1) }, {}, 'notStarted'],
    [{ startsAt: at }, {}, 'applied'],
    [{ endsAt: at }, {}, 'over'],
    [{ productIds: [4, 5] }, {}, 'otherProduct'],
    [{ productIds: [4, 3] }, {}, 'applied'],
    [{ batchRanges: [{ batchId: 8, firstSerial: null, lastSerial: null }] }, {}, 'otherBatch'],
    [{ batchRanges: [{ batchId: 7, firstSerial: 51, lastSerial: null }] }, {}, 'otherBatch'],
    [{ batchRanges: [{ batchId: 7, firstSerial: null, lastSerial: 49 }] }, {}, 'otherBatch'],
    [{ batchRanges: [{ batchId: 7, firstSerial: 50, lastSerial: 50 }] }, {}, 'applied'],
    [{ memberKinds: ['chef' as const] }, {}, 'otherMemberKind'],
    [{ regionCodes: ['320000'] }, {}, 'applied'],
    [{ regionCodes: ['320500'] }, {}, 'applied'],
    [{ regionCodes: ['320100', '110000'] }, {}, 'otherRegion'],
    [{ regionCodes: ['320500'] }, { regionCode: '320000' }, 'otherRegion'],
    [{ regionCodes: ['320000'] }, { regionCode: null }, 'otherRegion'],
    [{ occasion: 'firstEver' as const }, {}, 'notFirst'],
    [{ occasion: 'firstOfDay' as const }, {}, 'applied'],
    [{ occasion: 'firstOfProduct' as const }, {}, 'notFirst'],
    [{ occasion: 'firstOfProduct' as const }, { isFirstOfProduct: true }, 'applied'],
  ])('%j for %j: %s', (fields, asked, expected) => {
    expect(verdict(fields, asked)).toBe(expected);
  });

  const effect: fc.Arbitrary<CampaignEffect> = fc.oneof(
    fc.record({
      kind: fc.constant('multiply' as const),
      factorPercent: fc.integer({ min: 101, max: 10_000 }),
    }),
    fc.record({ kind: fc.constant('add' as const), points: fc.integer({ min: 1, max: 1e6 }) }),
    fc.record({ kind: fc.constant('fixed' as const), points: fc.integer({ min: 1, max: 1e6 }) }),
    fc.record({
      kind: fc.constant('random' as const),
      pointsMin: fc.constant(3),
      pointsMax: fc.integer({ min: 3, max: 1e6 }),
    }),
  );
  const rules = fc
    .array(fc.record({ effect, position: fc.integer({ min: 1, max: 3 }), isLast: fc.boolean() }), {
      maxLength: 8,
    })
    .map((all) => all.map((fields, index) => rule({ ...fields, campaignId: index + 1 })));

  test('the order of input does not matter, asking again changes nothing, points stay in bounds', () => {
    const basePoints = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(rules, basePoints, fc.infiniteStream(fc.nat()), (all, base, ranks) => {
        const asked = { ...scan, basePoints: base };
        const outcomes = evaluateCampaigns(all, asked, moment);
        const shuffled = all
          .map((each) => ({ each, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ each }) => each);
        expect(evaluateCampaigns(shuffled, asked, moment)).toEqual(outcomes);
        const { points, explanation } = rewardOf(asked, outcomes);
        expect(points).toBeGreaterThanOrEqual(1);
        expect(points).toBeLessThanOrEqual(100_000_000);
        expect(explanation.steps?.at(-1)?.points ?? base).toBe(points);
        let before = base;
        for (const outcome of outcomes) {
          expect(outcome.pointsBefore).toBe(before);
          before = outcome.pointsAfter;
          if (outcome.verdict !== 'applied') expect(outcome.pointsAfter).toBe(outcome.pointsBefore);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a random number is in its span, hangs on code and campaign only, and favours none', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 67n }), fc.nat(), fc.nat(), (codeId, a, b) => {
        const span = { pointsMin: Math.min(a, b), pointsMax: Math.max(a, b) };
        const points = draw({ codeId, campaignId: 1, ...span });
        expect(points).toBeGreaterThanOrEqual(span.pointsMin);
        expect(points).toBeLessThanOrEqual(span.pointsMax);
        expect(draw({ codeId, campaignId: 1, ...span })).toBe(points);
      }),
    );
    const counts = new Map<number, number>();
    for (let code = 0n; code < 6_000n; code += 1n) {
      const points = draw({ codeId: code, campaignId: 2, pointsMin: 5, pointsMax: 10 });
      counts.set(points, (counts.get(points) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10]);
    // Five standard deviations around a thousand.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(145);
    const other = createDraw(Buffer.alloc(32, 8));
    const many = { codeId: 1n, campaignId: 1, pointsMin: 1, pointsMax: 1_000_000 };
    expect(other(many)).not.toBe(draw(many));
    expect(draw({ ...many, campaignId: 2 })).not.toBe(draw(many));
  });
});
