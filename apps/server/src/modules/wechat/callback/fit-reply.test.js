import { expect, test } from 'vitest';
import { fitReply } from './fit-reply.ts';
const link = '<a href="https://q.example.cn/points">查看我的积分</a>';
test('S2: a reply of 2048 bytes is shown as it is', () => {
  const text = `${'好'.repeat(682)}xx`;
  expect(fitReply(text)).toBe(text);
});
test.each([
  ['one long line', `恭喜您\n${'酱'.repeat(3_000)}\n${link}`],
  [
    'many long lines',
    `恭喜您\n${Array.from({ length: 9 }, () => '油'.repeat(300)).join('\n')}\n${link}`,
  ],
  ['emoji', `恭喜您\n${'👨‍👩‍👧'.repeat(400)}\n${link}`],
])(
  'S2: of one that is too long (%s) words are cut, never the link or half a character',
  (_name, text) => {
    const fitted = fitReply(text);
    expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(2_048);
    expect(Buffer.byteLength(fitted)).toBeGreaterThan(900);
    expect(fitted.startsWith('恭喜您\n')).toBe(true);
    expect(fitted.endsWith(`…\n${link}`)).toBe(true);
    expect(fitted.isWellFormed()).toBe(true);
  },
);
