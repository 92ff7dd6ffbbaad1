import type { NoticeFieldSource } from '@mashang/contract';
import { expect, test } from 'vitest';
import { noticePhrases } from '../../texts-notices.ts';
import { fieldValues, type NoticeWords } from './field-values.ts';

const shipped: NoticeWords = {
  kind: 'redemptionShipped',
  details: {
    redemptionId: 12,
    giftName: '不锈钢炒勺',
    quantity: 2,
    carrier: '顺丰速运',
    trackingNumber: 'SF 123456',
  },
  memberName: '王师傅',
  createdAt: new Date('2026-11-23T01:05:00Z'),
};
const giftNamed = (giftName: string): NoticeWords => ({
  ...shipped,
  details: { ...shipped.details, giftName },
});
const valueOf = (name: string, from: NoticeFieldSource, notice = shipped) =>
  fieldValues([{ name, from }], notice)[name];

test('S16: each kind of field takes the words in its own form', () => {
  expect(valueOf('thing1', 'giftName')).toBe('不锈钢炒勺');
  expect(valueOf('number2', 'quantity')).toBe('2');
  expect(valueOf('character_string3', 'trackingNumber')).toBe('SF123456');
  expect(valueOf('time4', 'moment')).toBe('2026-11-23 09:05');
  expect(valueOf('phrase5', 'title')).toBe('已寄出');
  expect(valueOf('name6', 'memberName')).toBe('王师傅');
  const adjusted: NoticeWords = {
    ...shipped,
    kind: 'pointsAdjusted',
    details: { points: -30, balanceAfter: 970, reason: '重复积分' },
  };
  expect(valueOf('number1', 'points', adjusted)).toBe('-30');
  expect(valueOf('amount1', 'balanceAfter', adjusted)).toBe('970');
  expect(valueOf('thing1', 'reason', adjusted)).toBe('重复积分');
});

test.each([
  ['a line break', '炒勺\n点击领奖', '炒勺 点击领奖'],
  ['five hundred characters', '勺'.repeat(500), `${'勺'.repeat(19)}…`],
  ['the marks of templates', '{{thing2.DATA}}', '｛｛thing2.DATA｝｝'],
  ['a turned text', '炒勺\u202e元百一', '炒勺元百一'],
  ['half a character', '炒勺\ud83d', '炒勺�'],
  ['pictures only', '🎁👩‍🍳', '无'],
  ['nothing', '', '无'],
  ['a character of two units at the cut', `${'勺'.repeat(18)}𠮷𠮷`, `${'勺'.repeat(18)}…`],
])('S16: a gift named with %s fits a template, on one line', (_name, giftName, value) => {
  expect(valueOf('thing1', 'giftName', giftNamed(giftName))).toBe(value);
});

test('S16: a field whose source a notice does not have is never undefined, nor empty', () => {
  const kinds = ['thing', 'number', 'amount', 'character_string', 'letter', 'phrase', 'name'];
  const sources: NoticeFieldSource[] = [
    ...(['giftName', 'quantity', 'carrier', 'trackingNumber', 'points', 'reason'] as const),
    ...(['balanceAfter', 'redemptionId', 'memberName'] as const),
  ];
  const bare: NoticeWords = { ...shipped, kind: 'accountThawed', details: {}, memberName: '' };
  for (const from of sources) {
    for (const kind of [...kinds, 'phone_number', 'time', 'keyword', 'first']) {
      const value = valueOf(`${kind}1`, from, bare);
      expect(value).toMatch(/^\S.{0,31}$/);
      expect(value).not.toMatch(/undefined|NaN|null/);
    }
  }
  for (const phrase of Object.values(noticePhrases)) {
    expect(phrase).toMatch(/^\p{Script=Han}{1,5}$/u);
  }
});
