import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openImportDesk } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';
import { unfinishedMax } from './receive-import.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

test('S11: uploads cannot fill the disk one beside the other, however many come at once', async () => {
  const productId = await desk.aProduct();
  const answers = await Promise.all(
    Array.from({ length: unfinishedMax + 15 }, (_, index) =>
      desk.upload(`FOREIGN-${index}\n`, productId),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(unfinishedMax);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
  expect(readdirSync(path.join(desk.dataDir, 'imports'))).toHaveLength(unfinishedMax);
});
