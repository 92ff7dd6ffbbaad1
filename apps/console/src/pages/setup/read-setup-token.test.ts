import { expect, test } from 'vitest';
import { readSetupToken } from './read-setup-token.ts';

test('the token of a set-up link is read from its fragment', () => {
  expect(readSetupToken('#token=Zm9v-_bar')).toBe('Zm9v-_bar');
  expect(readSetupToken('#token=a%2Bb+c=')).toBe('a+b+c=');
});

test('a link without a usable token gives none', () => {
  for (const hash of ['', '#', '#token=', '#other=1', '#token=%', `#token=${'x'.repeat(201)}`]) {
    expect(readSetupToken(hash)).toBeNull();
  }
});
