import type { Gift } from '@mashang/contract';
import { expect, test } from 'vitest';
import { adoptNews, changedContent, formOf, readForm } from './gift-fields.ts';

const gift: Gift = {
  giftId: 7,
  name: '酱油礼盒',
  pointsPrice: 300,
  descriptionHtml: '<p>三瓶装</p>',
  pictureIds: ['a', 'b'],
  limitPerMember: null,
  sortOrder: 5,
  state: 'onSale',
  stock: 3,
  redeemedCount: 1,
  version: 4,
  createdAt: '2026-11-22T08:00:00.000Z',
  updatedAt: '2026-11-22T08:00:00.000Z',
};

test('S12: a gift survives the trip through its form', () => {
  expect(readForm(formOf(gift))).toEqual({
    fields: {
      name: '酱油礼盒',
      pointsPrice: 300,
      descriptionHtml: '<p>三瓶装</p>',
      pictureIds: ['a', 'b'],
      limitPerMember: null,
      sortOrder: 5,
    },
    stock: 3,
    errors: null,
  });
});

test('S12: price 0, a negative stock and an empty name are told field by field', () => {
  const form = { ...formOf(gift), name: ' ', pointsPrice: '0', stock: '-1', limitPerMember: 'x' };
  expect(readForm(form).errors).toEqual({
    name: true,
    pointsPrice: true,
    stock: true,
    limitPerMember: true,
  });
  const long = { ...formOf(gift), descriptionHtml: 'x'.repeat(15_001) };
  expect(readForm(long).errors).toEqual({ descriptionHtml: true });
});

test('S12: what somebody else changed is named, their stock movement is no conflict', () => {
  expect(changedContent(gift, { ...gift, stock: 2, version: 5 })).toEqual([]);
  expect(changedContent(gift, { ...gift, name: '礼盒', pictureIds: ['b', 'a'] })).toEqual([
    'name',
    'pictureIds',
  ]);
});

test('S12: putting on sale never hides that somebody else edited the gift meanwhile', () => {
  const news: Gift = { ...gift, state: 'offSale', stock: 9, version: 5 };
  expect(adoptNews(gift, news)).toEqual(news);
  const edited = adoptNews(gift, { ...news, name: '礼盒' });
  expect(edited).toMatchObject({ name: '酱油礼盒', version: 4, state: 'offSale', stock: 9 });
});
