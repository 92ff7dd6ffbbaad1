import { api } from '@mashang/contract';
import type { Operation } from '@mashang/contract';
import { afterEach, expect, test } from 'vitest';
import { language } from '../../shared/texts.ts';
import { findOperations, nameOperation } from './name-operation.ts';

afterEach(() => {
  language.value = 'zh';
});

const line = {
  auditId: 1,
  staffId: null,
  staffName: '',
  operation: 'POST /api/hq/gifts',
  summary: 'Add a gift as a draft',
  input: '',
  address: '127.0.0.1',
  requestId: 'r',
  createdAt: '2026-11-22T00:00:00.000Z',
};

test('B15: what was done is told in the reader’s language', () => {
  expect(nameOperation(line)).toBe('新增礼品');
  language.value = 'en';
  expect(nameOperation(line)).toBe('Add a gift as a draft');
});

test('B15: an operation that is gone from the product keeps what the server knows of it', () => {
  expect(nameOperation({ ...line, operation: 'POST /api/hq/gone', summary: '' })).toBe('');
  expect(nameOperation({ ...line, operation: 'toString', summary: '' })).toBe('');
});

test('B15: every operation head office can leave in the log has a name of its own', () => {
  const audited = Object.entries<Operation>(api)
    .filter(([key, { audited }]) => audited || /^(POST|PUT|DELETE|PATCH) \/api\/hq\//.test(key))
    .map(([key]) => key);
  const names = findOperations('');
  expect(names.map((operation) => operation.line).sort()).toEqual(audited.sort());
  expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
});

test('operations are found by name and by a part of their line, whatever its case', () => {
  expect(findOperations(' 短信 ').length).toBeGreaterThan(2);
  expect(findOperations('SMS/test')).toEqual([
    { line: 'POST /api/hq/settings/sms/test', name: '试发短信' },
  ]);
  expect(findOperations('没有这样的操作')).toEqual([]);
});
