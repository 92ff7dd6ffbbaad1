import { expect, test } from 'vitest';
import { fitInto, needsShrinking, shrinkPhoto } from './shrink-photo.ts';

test('B8: a big photo keeps its proportions, a small one its size', () => {
  expect(fitInto({ width: 4000, height: 3000 }, 2000)).toEqual({ width: 2000, height: 1500 });
  expect(fitInto({ width: 3024, height: 4032 }, 2000)).toEqual({ width: 1500, height: 2000 });
  expect(fitInto({ width: 800, height: 600 }, 2000)).toEqual({ width: 800, height: 600 });
  expect(fitInto({ width: 30_000, height: 2 }, 2000)).toEqual({ width: 2000, height: 1 });
});

test('B8: only what is large, or of a form the server may not read, is drawn anew', () => {
  const size = { width: 1200, height: 900 };
  expect(needsShrinking({ type: 'image/jpeg', size: 300_000 }, size)).toBe(false);
  expect(needsShrinking({ type: 'image/jpeg', size: 3_000_000 }, size)).toBe(true);
  expect(needsShrinking({ type: 'image/heic', size: 300_000 }, size)).toBe(true);
  const large = { width: 4000, height: 900 };
  expect(needsShrinking({ type: 'image/jpeg', size: 300_000 }, large)).toBe(true);
});

test('B8: a photo this browser cannot open is sent as it is', async () => {
  const file = new File(['?'], 'label.heic', { type: 'image/heic' });
  expect(await shrinkPhoto(file)).toBe(file);
});
