import { expect, test } from 'vitest';
import { Refusal } from '../../../platform/errors.ts';
import { aSource, aTable } from './print-source.test-support.ts';
import { refuseUnprintable } from './refuse-unprintable.ts';

test.each([
  ['GBK and a product name it has no bytes for', { productName: '酱油🍾𠮷' }, /🍾𠮷/],
  ['a digital link of no GTIN', { urlForm: 'gs1' }, /GTIN/],
  ['a column of check symbols a batch has not', { hasCheckSymbol: false }, /校验位/],
  ['more files than are worth it', { lastSerial: 10_000_000 }, /10000/],
] as [string, Parameters<typeof aSource>[0], RegExp][])(
  'S18: %s: the delivery is refused in words',
  (_case, facts, words) => {
    const columns: Parameters<typeof aTable>[0] = {
      columns: ['url', 'checkSymbol', 'product'],
      encoding: 'gbk',
      splitEvery: 1_000,
    };
    const fine = { ...aSource({ hasCheckSymbol: true, gtin: null }), productName: '酱油' };
    expect(() => refuseUnprintable(fine, aTable(columns))).not.toThrow();
    const refuse = () => refuseUnprintable({ ...fine, ...facts }, aTable(columns));
    expect(refuse).toThrow(Refusal);
    expect(refuse).toThrow(words);
  },
);
