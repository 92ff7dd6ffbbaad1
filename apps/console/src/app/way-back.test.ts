import { expect, test } from 'vitest';
import { readWayBack } from './way-back.ts';

test('after signing in one is back where one was, filters included', () => {
  expect(readWayBack('/entries?kind=award')).toBe('/entries?kind=award');
});

test('a forged way back never leaves this application', () => {
  for (const forged of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    undefined,
    7,
  ]) {
    expect(readWayBack(forged)).toBe('/');
  }
});

test('the login page never leads back to itself', () => {
  expect(readWayBack('/login?back=/login')).toBe('/');
  expect(readWayBack('/invitation#token=used')).toBe('/');
});
