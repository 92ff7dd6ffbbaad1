import { describe, expect, test } from 'vitest';
import { explainAward, explainEntry, tellEntry } from './explain-entry.ts';
import type { AwardExplanation, AwardStep } from './explanation.ts';

const createdAt = new Date('2026-05-01T00:00:00Z');
const entry = (explanation: AwardExplanation) => ({
  kind: 'award' as const,
  explanation,
  createdAt,
});
const step = (
  name: string,
  effect: AwardStep['effect'],
  value: number,
  points: number,
): AwardStep => ({ campaignId: 1, name, effect, value, points });

const double = step('五一双倍', 'multiply', 200, 20);
const chains: [AwardExplanation, string, string][] = [
  [{ base: 10 }, '基础 10 分', 'Base 10 points'],
  [{ base: 15, from: 'range' }, '本批基础 15 分', 'Base of this batch 15 points'],
  [{ base: 10, steps: [double] }, '基础10 × 五一双倍 = 20', 'Base 10 × 五一双倍 = 20'],
  [
    { base: 15, from: 'range', steps: [step('首扫奖励', 'add', 5, 20)] },
    '本批基础15 + 首扫奖励5 = 20',
    'Base of this batch 15 + 首扫奖励 5 = 20',
  ],
  [
    { base: 10, steps: [step('开业活动', 'fixed', 88, 88)] },
    '固定88（开业活动）',
    'Fixed 88 (开业活动)',
  ],
  [
    { base: 10, steps: [step('幸运加倍', 'random', 7, 17)] },
    '基础10 + 幸运加倍(随机)7 = 17',
    'Base 10 + 幸运加倍 (random) 7 = 17',
  ],
  [
    { base: 10, steps: [step('首扫2', 'add', 5, 15), step('双倍', 'multiply', 200, 30)] },
    '(基础10 + 首扫2 5) × 双倍 = 30',
    '(Base 10 + 首扫2 5) × 双倍 = 30',
  ],
  [
    { base: 10, steps: [double, step('开业', 'fixed', 88, 88), step('再加', 'add', 2, 90)] },
    '固定88（开业） + 再加2 = 90',
    'Fixed 88 (开业) + 再加 2 = 90',
  ],
];

describe('S21: points in words', () => {
  test.each(chains)('%j: %s', (explanation, chinese, english) => {
    expect(explainAward(explanation, 'zh')).toBe(chinese);
    expect(explainEntry(entry(explanation), 'en')).toBe(english);
  });

  test('the story of an entry lists every rule with what was counted after it', () => {
    const steps = [double, step('首扫奖励', 'add', 5, 25)];
    expect(tellEntry(entry({ base: 10, steps }), '酱油', 'zh')).toEqual([
      { label: '扫码', text: '2026-05-01 08:00' },
      { label: '产品', text: '酱油' },
      { label: '规则', text: '基础 10 分' },
      { label: '活动', text: '五一双倍：× 2，共 20 分' },
      { label: '活动', text: '首扫奖励：+5 分，共 25 分' },
    ]);
  });
});
