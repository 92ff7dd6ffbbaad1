import { expect, test } from 'vitest';
import { readFilters, writeFilters } from '../../shared/url-filters.ts';
import { drillInto, entriesBehind } from './links.ts';
import { mendQuestion, questionReaders, secondDimensions, toQuery } from './question.ts';
import type { Question } from './question.ts';

const now = new Date('2026-11-22T16:30:00.000Z');

test('S15: a question survives the address bar', () => {
  const question: Question = {
    by: 'province',
    across: 'product',
    range: 'custom',
    from: '2026-11-01',
    to: '2026-11-22',
    compare: 'no',
    productId: 3,
    memberKind: 'chef',
    show: 'claims',
  };
  expect(readFilters(questionReaders, writeFilters(question))).toEqual(question);
});

test('S15: nonsense in the address asks the usual question', () => {
  const address = { by: 'moon', range: 'ever', from: '2026-02-31', region: '32', memberId: '-1' };
  const query = toQuery(readFilters(questionReaders, address), now);
  expect(query).toEqual({
    by: 'day',
    from: '2026-11-16T16:00:00.000Z',
    to: '2026-11-23T16:00:00.000Z',
    compare: '1',
  });
});

test('S15: what cannot be asked about single members is left out', () => {
  const asked: Question = { by: 'province', across: 'hour', memberId: 7, region: '320000' };
  expect(mendQuestion(asked)).toMatchObject({ by: 'day', memberId: 7 });
  expect(toQuery(asked, now)).not.toHaveProperty('region');
  expect(toQuery({ by: 'member', across: 'product', memberKind: 'chef' }, now)).toMatchObject({
    by: 'member',
    compare: '1',
  });
  expect(secondDimensions({ by: 'member' })).toEqual([]);
});

test('S15: time is not crossed with time', () => {
  expect(secondDimensions({ by: 'day' })).not.toContain('hour');
  expect(secondDimensions({ by: 'product' })).toContain('hour');
});

const query = toQuery({ by: 'day', compare: 'no', memberKind: 'chef' }, now);

test('S15: a figure opens the entries with the very filters it was counted by', () => {
  const address = entriesBehind(query, [
    { dimension: 'week', key: '2026-11-08T16:00:00.000Z', nextKey: '2026-11-22T16:00:00.000Z' },
    { dimension: 'province', key: '' },
  ]);
  expect(Object.fromEntries(new URLSearchParams(address.split('?')[1]))).toEqual({
    kind: 'award',
    range: 'custom',
    from: query.from,
    to: '2026-11-22T16:00:00.000Z',
    region: '000000',
    memberKind: 'chef',
  });
});

test('S15: provinces open into their cities, days into hours, hours into nothing', () => {
  const place = { dimension: 'province', key: '320000' } as const;
  expect(drillInto({ by: 'province' }, query, place)).toMatchObject({
    by: 'city',
    region: '320000',
  });
  const day = { dimension: 'day', key: query.from, nextKey: '2026-11-17T16:00:00.000Z' } as const;
  expect(drillInto({ by: 'day' }, query, day)).toMatchObject({
    by: 'hour',
    range: 'custom',
    from: '2026-11-17',
    to: '2026-11-17',
  });
  expect(drillInto({ by: 'hour' }, query, { ...day, dimension: 'hour' })).toBeNull();
  expect(drillInto({}, query, { dimension: 'province', key: '' })).toBeNull();
});
