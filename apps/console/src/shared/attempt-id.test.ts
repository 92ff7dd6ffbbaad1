import { expect, test } from 'vitest';
import { newAttemptId } from './attempt-id.ts';

test('an attempt has a version-4 UUID of its own', () => {
  const ids = new Set(Array.from({ length: 1000 }, newAttemptId));
  expect(ids.size).toBe(1000);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
