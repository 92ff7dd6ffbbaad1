import { expect, test } from 'vitest';
import { attachmentHeader } from '../../../platform/attachment-header.ts';
import { readByteRange } from './byte-range.ts';

test('S18: a Chinese file name is encoded by RFC 8187 beside a plain one', () => {
  expect(attachmentHeader('鲜味酱油(大).txt', 'codes.txt')).toBe(
    'attachment; filename="codes.txt"; ' +
      "filename*=UTF-8''%E9%B2%9C%E5%91%B3%E9%85%B1%E6%B2%B9%28%E5%A4%A7%29.txt",
  );
});

test('S18: a product name can neither leave the folder nor break the header', () => {
  const header = attachmentHeader('../../a\r\nSet-Cookie: x="1"\u202e\ud800\\*.txt', 'codes.txt');
  expect(header).toMatch(/^[\x20-\x7e]+$/);
  const name = decodeURIComponent(header.split("''")[1] ?? '');
  expect(name).not.toMatch(/[/\\:*?"<>|\r\n\u202e]/);
  expect(name.startsWith('.')).toBe(false);
});

test.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-0', { kind: 'part', first: 0, last: 0 }],
  ['bytes=10-', { kind: 'part', first: 10, last: 99 }],
  ['bytes=10-500', { kind: 'part', first: 10, last: 99 }],
  ['bytes=-5', { kind: 'part', first: 95, last: 99 }],
  ['bytes=-500', { kind: 'part', first: 0, last: 99 }],
  ['bytes=100-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=5-3', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['lines=1-2', { kind: 'whole' }],
])('S18: the range %s of 100 bytes', (header, range) => {
  expect(readByteRange(header, 100)).toEqual(range);
});
