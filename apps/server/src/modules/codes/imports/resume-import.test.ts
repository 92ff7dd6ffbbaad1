import { readdirSync, truncateSync, unlinkSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';
import { importCodes } from './import-codes.ts';
import { importFilePath } from './import-files.ts';

let desk: CodeDesk;
beforeAll(async () => {
  desk = await openCodeDesk({ linesPerChunk: 10 });
});
afterAll(() => desk.close());

/** Codes no other test of the file uses. */
function codes(label: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${label}-${index}`);
}

async function countRows(batchId: number): Promise<number> {
  const rows = await desk.db
    .selectFrom('importedCode')
    .select('serial')
    .where('batchId', '=', batchId)
    .execute();
  return rows.length;
}

describe('S11: a killed server goes on where it was, without double work', () => {
  const file = [...codes('CRASH', 45), 'x'.repeat(600), 'CRASH-3', ''].join('\n');

  test.each([0, 1, 2, 4])('killed between two chunks, after %i of them', async (chunks) => {
    const { body } = await desk.upload(file.replaceAll('CRASH', `CRASH${chunks}`));
    let hashed = 0;
    const dying = {
      ...desk.codeBook,
      hashImportedText(text: string) {
        if (++hashed > chunks * 10) throw new Error('killed');
        return desk.codeBook.hashImportedText(text);
      },
    };
    const dead = importCodes({ ...desk.jobs, codeBook: dying }, body.importId);
    await expect(dead).rejects.toThrow('killed');
    expect(await desk.getImport(body.importId)).toMatchObject({
      state: 'running',
      linesRead: chunks * 10,
      accepted: chunks * 10,
    });
    expect((await desk.scan(`CRASH${chunks}-0`))?.state).toBe(chunks ? 'importing' : undefined);
    await importCodes(desk.jobs, body.importId);
    expect(await desk.getImport(body.importId)).toMatchObject({
      state: 'done',
      linesRead: 47,
      accepted: 45,
      duplicateInFile: 1,
      malformed: 1,
    });
    expect(await countRows(body.batchId)).toBe(45);
  });

  test('killed inside the transaction of a chunk: nothing of it stays', async () => {
    const { body } = await desk.upload(codes('MIDDLE', 25).join('\n'));
    await sql`
      create function stop_here() returns trigger language plpgsql as $$
      begin raise exception 'killed'; end $$`.execute(desk.db);
    await sql`create trigger stop_here before update on code_import for each row
      when (new.lines_read = 20) execute function stop_here()`.execute(desk.db);
    await expect(importCodes(desk.jobs, body.importId)).rejects.toThrow('killed');
    await sql`drop trigger stop_here on code_import`.execute(desk.db);
    expect(await countRows(body.batchId)).toBe(10);
    await importCodes(desk.jobs, body.importId);
    const done = await desk.getImport(body.importId);
    expect(done).toMatchObject({ state: 'done', accepted: 25, duplicateInFile: 0 });
  });

  test('the same job run three times at once counts every line once', async () => {
    const { body } = await desk.upload(codes('THRICE', 200).join('\n'));
    const runs = [1, 2, 3].map(() => importCodes(desk.jobs, body.importId));
    const ended = await Promise.allSettled(runs);
    expect(ended.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const done = await desk.getImport(body.importId);
    expect(done).toMatchObject({ state: 'done', accepted: 200, duplicateInFile: 0 });
    await importCodes(desk.jobs, body.importId);
    expect(await desk.getImport(body.importId)).toEqual(done);
  });

  test.each([
    ['lost', '找不到', (file: string) => unlinkSync(file)],
    ['cut short', '不完整', (file: string) => truncateSync(file, 5)],
  ])('a file %s on the disk fails, and its codes are taken back', async (what, reason, harm) => {
    const { body } = await desk.upload(codes(`GONE-${what}`, 30).join('\n'));
    let hashed = 0;
    const hashImportedText = (text: string) => {
      if (++hashed > 20) throw new Error('killed');
      return desk.codeBook.hashImportedText(text);
    };
    const dying = { ...desk.codeBook, hashImportedText };
    await importCodes({ ...desk.jobs, codeBook: dying }, body.importId).catch(() => undefined);
    expect(await countRows(body.batchId)).toBe(20);
    harm(importFilePath(desk.dataDir, body.importId));
    await importCodes(desk.jobs, body.importId);
    const failed = await desk.getImport(body.importId);
    expect([failed.state, failed.failure]).toEqual(['failed', expect.stringContaining(reason)]);
    expect(await countRows(body.batchId)).toBe(0);
  });
});

describe('S11: cancelling an import', () => {
  const cancel = (importId: number) =>
    desk.ask('POST', `/api/hq/code-imports/${importId}/cancel`, {});

  test('takes back what was accepted, and the codes can be imported anew', async () => {
    const file = codes('CANCEL', 50).join('\n');
    const { body } = await desk.upload(file);
    const running = importCodes(desk.jobs, body.importId);
    expect((await cancel(body.importId)).status).toBe(200);
    await running;
    await importCodes(desk.jobs, body.importId);
    expect(await desk.getImport(body.importId)).toMatchObject({ state: 'cancelled' });
    expect(await countRows(body.batchId)).toBe(0);
    expect(readdirSync(`${desk.dataDir}/imports`)).not.toContain(String(body.importId));
    const batch = await desk.ask('GET', `/api/hq/batches/${body.batchId}`);
    expect(batch.body).toMatchObject({ state: 'void', quantity: 0 });
    expect(await desk.importFile(file)).toMatchObject({ accepted: 50 });
  });

  test('after the end, or of none, it is refused', async () => {
    const done = await desk.importFile('LATE-1\n');
    const late = await cancel(done.importId);
    expect(late).toMatchObject({ status: 409, body: { code: 'import_state_conflict' } });
    expect(late.body['message']).toContain('完成');
    const none = await cancel(999_999);
    expect(none).toMatchObject({ status: 404, body: { code: 'import_not_found' } });
  });
});
