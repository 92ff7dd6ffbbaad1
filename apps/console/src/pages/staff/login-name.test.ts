import { expect, test } from 'vitest';
import { isLoginName } from './login-name.ts';

test('a login name is letters, digits or . _ - @ and two to forty long', () => {
  for (const name of ['王敏', 'li.wei', 'a@b.cn', ' chen_1 ']) {
    expect(isLoginName(name), name).toBe(true);
  }
  for (const name of ['', '王', 'two words', '<b>', 'a'.repeat(41)]) {
    expect(isLoginName(name), name).toBe(false);
  }
});
