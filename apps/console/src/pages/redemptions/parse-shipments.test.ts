import { expect, test } from 'vitest';
import { hasDuplicates, isTable, spreadShipments } from './parse-shipments.ts';

const rows = [11, 12, 13].map((redemptionId) => ({
  redemptionId,
  carrier: '顺丰速运',
  trackingNumber: '',
}));

test('S16: a column of tracking numbers fills the rows in order and keeps the carrier', () => {
  expect(spreadShipments(rows, 'SF1\nSF2\r\n\nSF3\nSF4', 0)).toEqual([
    { redemptionId: 11, carrier: '顺丰速运', trackingNumber: 'SF1' },
    { redemptionId: 12, carrier: '顺丰速运', trackingNumber: 'SF2' },
    { redemptionId: 13, carrier: '顺丰速运', trackingNumber: 'SF3' },
  ]);
});

test('S16: two columns are carrier and number, from the cell pasted into on', () => {
  const filled = spreadShipments(rows, '中通快递\tZT2\n中通快递, ZT3', 1);
  expect(filled[0]?.trackingNumber).toBe('');
  expect(filled[1]).toMatchObject({ carrier: '中通快递', trackingNumber: 'ZT2' });
  expect(filled[2]).toMatchObject({ carrier: '中通快递', trackingNumber: 'ZT3' });
});

test('S16: lines that name their redemption find it whatever their order', () => {
  const filled = spreadShipments(rows, '#13 圆通 YT3\n11 圆通 YT1', 0);
  expect(filled.map((row) => row.trackingNumber)).toEqual(['YT1', '', 'YT3']);
});

test('S16: one cell is no table, and a number typed twice is noticed', () => {
  expect(isTable('SF1\n')).toBe(false);
  expect(isTable('SF1\nSF2')).toBe(true);
  expect(hasDuplicates(spreadShipments(rows, 'A\nB\nA', 0))).toBe(true);
  expect(hasDuplicates(rows)).toBe(false);
});
