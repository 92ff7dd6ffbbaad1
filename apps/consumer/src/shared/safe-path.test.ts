import { describe, expect, test } from 'vitest';
import { safePath } from './safe-path.ts';

describe('the way back after binding', () => {
  test('S3: a path of this site is kept, query included', () => {
    for (const path of ['/', '/scan', '/points?kind=award', '/C/7K2M9QXR4TVW8YHN']) {
      expect(safePath(path)).toBe(path);
    }
  });

  test('another site is never a way back', () => {
    const wishes = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/a\\b',
      'javascript:alert(1)',
      'scan',
      '',
      undefined,
      null,
      ['/scan'],
      `/${'a'.repeat(600)}`,
    ];
    for (const wish of wishes) expect(safePath(wish)).toBe('/');
  });
});
