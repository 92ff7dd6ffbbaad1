import type { PointsEntry } from '@mashang/contract';
import { expect, test } from 'vitest';
import { matchEntry, readMobile } from './match-entry.ts';

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

test('a mobile number is understood as people type it', () => {
  expect(readMobile('+86 154-0000-0001')).toBe('15400000001');
  expect(readMobile(' 0001 ')).toBe('0001');
  expect(readMobile('154')).toBeNull();
  expect(readMobile('abcd')).toBeNull();
});
