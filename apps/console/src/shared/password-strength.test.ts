import { expect, test } from 'vitest';
import { judgePassword, missingCharacters } from './password-strength.ts';

test('ten characters are enough, nine are not', () => {
  expect(judgePassword('123456789', 'admin')).toBe('tooShort');
  expect(judgePassword('1234567890', 'admin')).toBe('good');
  expect(missingCharacters('1234567')).toBe(3);
  expect(missingCharacters('longer than ten')).toBe(0);
});

test('a password may not hold the login name, in any case', () => {
  expect(judgePassword('Headoffice', 'headOffice')).toBe('holdsLoginName');
  expect(judgePassword('my-Admin-2026', 'admin')).toBe('holdsLoginName');
});

test('an empty field is not scolded for its length', () => {
  expect(judgePassword('', '')).toBe('empty');
});

test('characters are counted as people see them', () => {
  expect(judgePassword('酱油酱油酱油酱油酱', 'admin')).toBe('tooShort');
  expect(judgePassword('🍶🍶🍶🍶🍶', 'admin')).toBe('tooShort');
});
