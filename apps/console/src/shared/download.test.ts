import { expect, test } from 'vitest';
import { readFileName } from './download.ts';

test('a download keeps its Chinese name', () => {
  const header = `attachment; filename="members.csv"; filename*=UTF-8''%E4%BC%9A%E5%91%98-20261122.csv`;
  expect(readFileName(header)).toBe('会员-20261122.csv');
});

test('a damaged or missing name falls back', () => {
  expect(readFileName(`attachment; filename="a.csv"; filename*=UTF-8''%E4%BC%`)).toBe('a.csv');
  expect(readFileName('attachment')).toBeNull();
  expect(readFileName(null)).toBeNull();
});
