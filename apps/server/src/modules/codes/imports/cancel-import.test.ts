import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, openImportDesk } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

/** No code, no file, no batch; and the codes can be imported anew. */
async function expectNothingLeft(importId: number, batchId: number, file: string) {
  expect(await desk.getImport(importId)).toMatchObject({ state: 'cancelled', accepted: 0 });
  expect(await desk.storedLines(batchId)).toEqual([]);
  expect((await desk.rangeOf(batchId)).state).toBe('void');
  expect(desk.hasFiles(importId)).toBe(false);
  const again = await desk.importFile(file);
  expect(again).toMatchObject({ state: 'done', accepted: 50 });
}

describe('S11: cancelling an import leaves nothing behind', () => {
  test.each(['reading', 'comparing', 'storing'])('while %s', async (state) => {
    const file = codes(`WHILE-${state}`, 50).join('\n');
    const { body } = await desk.upload(file);
    const { importId, batchId, mapping } = body;
    await desk.start(importId, state === 'comparing' ? 'check' : 'import', mapping);
    const cancelling: Promise<{ status: number }>[] = [];
    let storedBefore = 0;
    const giveWay = async () => {
      // Not awaited: a group under way is stored first.
      const now = await desk.getImport(importId);
      if (now.state !== state || (state === 'storing' && now.accepted === 0)) return;
      storedBefore = Math.max(storedBefore, now.accepted);
      if (cancelling.length === 0) cancelling.push(desk.cancel(importId));
    };
    await desk.run(importId, { giveWay });
    expect((await Promise.all(cancelling)).map(({ status }) => status)).toEqual([200]);
    if (state === 'storing') expect(storedBefore).toBeGreaterThan(0);
    await desk.run(importId);
    await expectNothingLeft(importId, batchId, file);
  });

  test.each(['received', 'waiting', 'checked'])('when %s', async (state) => {
    const file = codes(`WHEN-${state}`, 50).join('\n');
    const { body } = await desk.upload(file);
    const { importId, batchId, mapping } = body;
    if (state !== 'received') await desk.start(importId, 'check', mapping);
    if (state === 'checked') await desk.run(importId);
    expect((await desk.getImport(importId)).state).toBe(state);
    await desk.cancel(importId);
    await desk.run(importId);
    await expectNothingLeft(importId, batchId, file);
  });

  test('twice is fine; after the end, or of none, it is refused', async () => {
    const waiting = await desk.aWaiting('TWICE-1\n');
    await desk.cancel(waiting.importId);
    const done = await desk.importFile('LATE-1\n');
    const late = await desk.cancel(done.importId);
    expect(late).toMatchObject({ status: 409, body: { code: 'import_state_conflict' } });
    expect(late.body['message']).toContain('完成');
    const none = await desk.cancel(999_999);
    expect(none).toMatchObject({ status: 404, body: { code: 'import_not_found' } });
  });
});
