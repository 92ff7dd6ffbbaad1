import type { Campaign } from '@mashang/contract';
import { expect, test } from 'vitest';
import { emptyForm, formOf, readForm } from './campaign-fields.ts';
import type { CampaignForm } from './campaign-fields.ts';
import { changedContent } from './changed-content.ts';
import { foldRegions } from './fold-regions.ts';

const campaign: Campaign = {
  campaignId: 7,
  name: '五一双倍',
  startsAt: '2026-04-30T16:00:00.000Z',
  endsAt: '2026-05-05T16:00:00.000Z',
  productIds: [2, 1],
  productNames: ['白米醋', '酱油'],
  batchRanges: [{ batchId: 4, firstSerial: 0, lastSerial: null }],
  memberKinds: ['chef'],
  regionCodes: ['320000'],
  occasion: 'firstEver',
  effect: { kind: 'multiply', factorPercent: 115 },
  position: 100,
  isLast: true,
  memberDailyTimesMax: 3,
  memberTotalTimesMax: null,
  budgetPoints: 1_000_000_000_000,
  state: 'draft',
  spentPoints: 0,
  appliedTimes: 0,
  version: 1,
  createdAt: '2026-04-01T00:00:00.000Z',
};
const filled = (changes: Partial<CampaignForm> = {}): CampaignForm => ({
  ...emptyForm('2026-05-01'),
  name: '五一',
  ...changes,
});

test('S21: a campaign put into the form and read again is the same campaign', () => {
  for (const effect of [
    campaign.effect,
    { kind: 'add', points: 5 },
    { kind: 'fixed', points: 20 },
    { kind: 'random', pointsMin: 1, pointsMax: 1 },
  ] satisfies Campaign['effect'][]) {
    const { fields } = readForm(formOf({ ...campaign, effect }));
    expect({ ...campaign, ...fields }).toEqual({ ...campaign, effect });
  }
});

test('S21: every factor of two decimals is read exactly, and none beyond the bounds', () => {
  const percents = Array.from({ length: 9_900 }, (_one, index) => 101 + index);
  const misread = percents.filter((factorPercent) => {
    const form = formOf({ ...campaign, effect: { kind: 'multiply', factorPercent } });
    const effect = readForm(form).fields?.effect;
    return effect?.kind !== 'multiply' || effect.factorPercent !== factorPercent;
  });
  expect(misread).toEqual([]);
  for (const factor of ['', '1', '1.00', '100.01', '1.234', '-2', '2x', '1e2']) {
    expect(readForm(filled({ factor })).errors).toEqual({ effect: 'factor' });
  }
  expect(readForm(filled({ factor: '１.５' })).fields?.effect).toMatchObject({
    factorPercent: 150,
  });
});

test('S21: each part that will not do is told at its place', () => {
  const end = { day: '2026-04-30', time: '24:00' };
  expect(readForm(filled({ name: '  ', end })).errors).toEqual({ name: 'name', end: 'order' });
  expect(readForm(filled({ start: { day: '', time: '00:00' } })).errors).toEqual({
    start: 'moment',
  });
  expect(readForm(filled({ effectKind: 'add', points: '0' })).errors).toEqual({
    effect: 'points',
  });
  const random = { effectKind: 'random', pointsMin: '9', pointsMax: '3' } as const;
  expect(readForm(filled(random)).errors).toEqual({ effect: 'span' });
  expect(
    readForm(
      filled({
        memberDailyTimesMax: '0',
        memberTotalTimesMax: '1000001',
        budgetPoints: '1.5',
        position: '',
      }),
    ).errors,
  ).toEqual({ daily: 'times', total: 'times', budget: 'budget', position: 'position' });
});

test('S21: a budget below what was given already is told before it is sent', () => {
  expect(readForm(filled({ budgetPoints: '99' }), 100).errors).toEqual({ budget: 'budgetSpent' });
  expect(readForm(filled({ budgetPoints: '100' }), 100).errors).toBeNull();
  expect(readForm(filled(), 100).errors).toBeNull();
});

test('S21: a batch range needs its batch, and serials from small to large', () => {
  const range = { batchId: 3, firstSerial: '5', lastSerial: '5' };
  expect(readForm(filled({ batchRanges: [range] })).fields?.batchRanges).toEqual([
    { batchId: 3, firstSerial: 5, lastSerial: 5 },
  ]);
  for (const wrong of [
    { ...range, batchId: undefined },
    { ...range, lastSerial: '4' },
    { ...range, firstSerial: 'x' },
    { ...range, firstSerial: '', lastSerial: String(2 ** 36) },
  ]) {
    expect(readForm(filled({ batchRanges: [wrong] })).errors).toEqual({ batches: 'batches' });
  }
});

test('S21: points given meanwhile are no conflict, somebody else’s content is', () => {
  const paid = { ...campaign, state: 'running', spentPoints: 90, version: 2 } satisfies Campaign;
  expect(changedContent(campaign, paid)).toEqual([]);
  const edited = { ...paid, isLast: false, endsAt: '2026-05-06T16:00:00.000Z' };
  expect(changedContent(campaign, edited)).toEqual(['end', 'after']);
});

test('S21: cities of a chosen province are said by it', () => {
  expect(foldRegions(['320500', '320000', '310100', '320100'])).toEqual(['320000', '310100']);
});
