import { expect, test } from 'vitest';
import { cleanName, cleanProfile } from './profile.ts';

test.each([
  ['  王  师傅 ', '王 师傅'],
  ['👨‍👩‍👧 一家', '👨‍👩‍👧 一家'],
  ['\u202e反过来\u202c', '反过来'],
  ['a\u0000b\u0007c', 'abc'],
  ['第一行\n第二行', '第一行 第二行'],
  ['\ud800半个', '\ufffd半个'],
  ['\u200b\u200d\u200e', ''],
  ['<script>', '<script>'],
])('S9: the name %j is kept as %j', (name, kept) => {
  expect(cleanName(name)).toBe(kept);
});

test('S9: a name of nothing visible counts as not given', () => {
  expect(cleanProfile({ name: ' \u0000 ', kind: 'chef' })).toEqual({ kind: 'chef' });
});

test('S15: a region must be of a province that exists', () => {
  expect(cleanProfile({ regionCode: '330106' })).toEqual({ regionCode: '330106' });
  expect(() => cleanProfile({ regionCode: '000000' })).toThrow(
    expect.objectContaining({ code: 'bad_request' }),
  );
});
