import { describe, expect, test } from 'vitest';
import { readQuestion, type StatisticsQuery } from './read-question.ts';

const from = '2026-11-14T16:00:00.000Z';

describe('S15: a question that cannot be answered says why', () => {
  const day = { from, to: '2026-11-15T16:00:00.000Z' };
  test.each<[string, StatisticsQuery, string]>([
    ['no time', { by: 'day', from, to: from }, '结束时间'],
    ['half hours', { by: 'day', from, to: '2026-11-15T16:30:00.000Z' }, '整点'],
    [
      'two thousand years',
      { by: 'product', from: '1000-01-01T00:00:00Z', to: '3000-01-01T00:00:00Z' },
      '一百年',
    ],
    ['a thousand and one hours', { by: 'hour', from, to: '2026-12-26T09:00:00.000Z' }, '1000 步'],
    [
      'a hundred and one columns',
      { by: 'product', across: 'hour', from, to: '2026-11-18T21:00:00.000Z' },
      '100 列',
    ],
    ['the same twice', { by: 'day', across: 'day', ...day }, '不能相同'],
    ['members across', { by: 'day', across: 'member', ...day }, '交叉'],
    ['members crossed', { by: 'member', across: 'day', ...day }, '交叉'],
    ['hours of a member', { by: 'hour', memberId: 1, ...day }, '只能按'],
    ['cities of a member', { by: 'day', across: 'city', memberId: 1, ...day }, '只能按'],
    ['members of a region', { by: 'member', region: '320000', ...day }, '筛选'],
    ['members of a kind', { by: 'member', memberKind: 'chef', ...day }, '筛选'],
    ['members of a batch', { by: 'member', batchId: 1, ...day }, '筛选'],
    ['part of a day of members', { by: 'member', from, to: '2026-11-15T15:00:00.000Z' }, '零点'],
  ])('%s', (_what, query, message) => {
    expect(() => readQuestion(query)).toThrow(message);
  });
});
