import type { PointsEntry } from '@mashang/contract';
import { expect, test } from 'vitest';
import { matchEntry } from './match-entry.ts';

const entry: PointsEntry = {
  entryId: '1-1',
  memberId: 1,
  memberName: '王师傅',
  memberKind: 'chef',
  mobileMasked: '154****0001',
  regionCode: '310000',
  kind: 'award',
  points: 10,
  balanceAfter: 10,
  productId: 3,
  productName: '红烧酱油 500ml',
  batchId: 5,
  explanation: '',
  createdAt: '2026-11-22T08:00:00.000Z',
};

test('without filters every live entry is shown', () => {
  expect(matchEntry(entry, {})).toBe('yes');
});

test('each filter that excludes an entry keeps it out', () => {
  expect(matchEntry(entry, { kind: 'spend' })).toBe('no');
  expect(matchEntry(entry, { productId: 4 })).toBe('no');
  expect(matchEntry(entry, { batchId: 6 })).toBe('no');
  expect(matchEntry(entry, { mobile: '0002' })).toBe('no');
  expect(matchEntry(entry, { from: '2026-11-22T08:00:00.001Z' })).toBe('no');
  expect(matchEntry(entry, { to: '2026-11-22T08:00:00.000Z' })).toBe('no');
});

test('the last four digits decide; a whole number behind the mask is left to the server', () => {
  expect(matchEntry(entry, { mobile: '0001' })).toBe('yes');
  expect(matchEntry(entry, { mobile: '15400000001' })).toBe('maybe');
  expect(matchEntry(entry, { mobile: '15500000001' })).toBe('no');
});

test('S14: live entries obey the filters by member, kind of member, region and points', () => {
  expect(matchEntry(entry, { memberId: 2 })).toBe('no');
  expect(matchEntry(entry, { memberKind: 'consumer' })).toBe('no');
  expect(matchEntry(entry, { pointsMin: 11 })).toBe('no');
  expect(matchEntry(entry, { pointsMax: 9 })).toBe('no');
  const regions = { '310000': 'yes', '319900': 'yes', '310100': 'no', '000000': 'no' } as const;
  for (const [region, match] of Object.entries(regions)) {
    expect(matchEntry(entry, { region }), region).toBe(match);
  }
  expect(matchEntry({ ...entry, regionCode: '320500' }, { region: '320000' })).toBe('yes');
  expect(matchEntry({ ...entry, regionCode: null }, { region: '000000' })).toBe('yes');
});
