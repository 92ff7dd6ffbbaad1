import { expect, test } from 'vitest';
import { checkPasswordRules } from './password-rules.ts';

test.each([
  ['123456789', 'tooShort'],
  ['😀'.repeat(9), 'tooShort'],
  ['x y'.repeat(67), 'tooLong'],
  ['my-Admin-password', 'holdsLoginName'],
  ['ＡＤＭＩＮ 红烧酱油', 'holdsLoginName'],
  ['1234567890', 'common'],
  ['QwertyUIOP', 'common'],
  ['1111111111', 'common'],
  ['abababababab', 'common'],
])('S17: the password %j is too weak: %s', (password, rule) => {
  expect(() => checkPasswordRules(password, 'admin')).toThrow(
    expect.objectContaining({ code: 'password_too_weak', details: { rule } }),
  );
});

test.each(['晴天喝茶看山2026', 'correct horse battery staple', '😀🍜🍚🥢🍲🥟🍵🧂🥬🌶️'])(
  'S17: the password %j is good enough',
  (password) => {
    expect(() => checkPasswordRules(password, 'admin')).not.toThrow();
  },
);

test('S7: members may use eight characters, but not their own number', () => {
  expect(() => checkPasswordRules('晴天喝茶看山不倦', '15400000001', 'member')).not.toThrow();
  expect(() => checkPasswordRules('晴天喝茶看山不', '15400000001', 'member')).toThrow(/至少 8 个/);
  expect(() => checkPasswordRules('15400000001', '15400000001', 'member')).toThrow(/手机号/);
  expect(() => checkPasswordRules('5201314a', '15400000001', 'member')).toThrow(/太常见/);
});
