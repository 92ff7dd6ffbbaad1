import { describe, expect, test } from 'vitest';
import { strengthOf } from './password-strength.ts';

describe('the strength of a password as a member types it', () => {
  test.each([
    ['', 'short'],
    ['abc1234', 'short'],
    ['😀'.repeat(7), 'short'],
    ['12345678', 'weak'],
    ['hgfedcba', 'weak'],
    ['aaaaaaaaaaaa', 'weak'],
    ['15400000001', 'weak'],
    ['20261122', 'weak'],
    ['kitchen7', 'fair'],
    ['soy sauce and rice', 'good'],
    ['晴天喝茶看山不倦', 'good'],
  ] as const)('S7: %j is %s', (password, strength) => {
    expect(strengthOf(password)).toBe(strength);
  });

  test('S7: one’s own number inside it is easy to guess', () => {
    expect(strengthOf('my15400000001!', '15400000001')).toBe('weak');
  });
});
