import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChildOptions } from './import-child.test-support.ts';
import { codes, openImportDesk } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';
import { importFiles } from './import-files.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

const killed = () => {
  throw new Error('killed');
};

/** Dies at the given piece of work, as a crashed thread does. */
function dyingAt(piece: number) {
  let done = 0;
  return { giveWay: async () => (++done >= piece ? killed() : undefined) };
}

/** Dies once so many codes are stored. */
function whenStored(importId: number, accepted: number) {
  const giveWay = async () => {
    if ((await desk.getImport(importId)).accepted >= accepted) killed();
  };
  return { giveWay };
}

/** Forty-five codes, one of them twice and one known, and a line that is none. */
async function aFile(label: string): Promise<string> {
  await desk.importFile(`${label}-KNOWN\n`);
  const lines = [...codes(label, 45), 'x'.repeat(600), `${label}-3`, `${label}-KNOWN`, ''];
  return lines.join('\n');
}
const expected = {
  ...{ state: 'done', linesRead: 48, accepted: 45 },
  ...{ duplicateInFile: 1, duplicateInDatabase: 1, malformed: 1 },
};
const expectedRejections = [
  [46, 'tooLong'],
  [47, 'duplicateInFile'],
  [48, 'duplicateInDatabase'],
];

describe('S11: an import goes on where it was, without double work', () => {
  test('after a crash at every piece of work: the same end as without', async () => {
    const file = await aFile('CRASH');
    const { importId, batchId } = await desk.aWaiting(file);
    let crashes = 0;
    // A piece further every time, from wherever the crash before it left the import.
    for (let piece = 1; (await desk.getImport(importId)).state !== 'done'; piece++) {
      await desk.run(importId, dyingAt(piece)).catch(() => (crashes += 1));
    }
    expect(crashes).toBeGreaterThan(2);
    expect(await desk.getImport(importId)).toMatchObject(expected);
    expect(await desk.rejections(importId)).toEqual(expectedRejections);
    expect(await desk.storedLines(batchId)).toEqual(codes('', 45).map((_, index) => index + 1));
  });

  test('killed inside the transaction of a group: nothing of it stays', async () => {
    const { importId, batchId } = await desk.aWaiting(codes('MIDDLE', 60).join('\n'));
    await sql`
      create function stop_here() returns trigger language plpgsql as $$
      begin raise exception 'killed'; end $$`.execute(desk.db);
    await sql`create trigger stop_here before update on code_import for each row
      when (old.accepted > 0 and new.accepted > old.accepted) execute function stop_here()`.execute(
      desk.db,
    );
    await expect(desk.run(importId)).rejects.toThrow('killed');
    await sql`drop trigger stop_here on code_import`.execute(desk.db);
    const { accepted } = await desk.getImport(importId);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(60);
    expect(await desk.storedLines(batchId)).toHaveLength(accepted);
    expect((await desk.rangeOf(batchId)).state).toBe('importing');
    await desk.run(importId);
    expect(await desk.getImport(importId)).toMatchObject({ state: 'done', accepted: 60 });
  });

  test('the same job run three times at once counts every line once', async () => {
    const { importId } = await desk.aWaiting(codes('THRICE', 200).join('\n'));
    await Promise.all([1, 2, 3].map(() => desk.run(importId)));
    const done = await desk.getImport(importId);
    expect(done).toMatchObject({ state: 'done', accepted: 200, duplicateInFile: 0 });
    await desk.run(importId);
    expect(await desk.getImport(importId)).toEqual(done);
  });

  test('a server that stops leaves the import as it is, for the next start', async () => {
    const { importId } = await desk.aWaiting(codes('STOP', 60).join('\n'));
    const stopping = new AbortController();
    const giveWay = async () => {
      if ((await desk.getImport(importId)).state === 'storing') stopping.abort();
    };
    await desk.run(importId, { giveWay, signal: stopping.signal });
    const left = await desk.getImport(importId);
    expect(left.state).toBe('storing');
    expect(left.fractionDone).toBeLessThan(1);
    await desk.run(importId);
    expect(await desk.getImport(importId)).toMatchObject({ state: 'done', accepted: 60 });
  });
});

// Starting a process takes seconds when the machine is busy.
describe('S11: kill −9 of the process', { timeout: 60_000 }, () => {
  const lines = codes('KILL', 30_000);
  lines[20_000] = 'KILL-5';
  const file = `${lines.join('\n')}\n`;

  async function killChild(importId: number, killedIn: string, killedAfter: number) {
    const options: ChildOptions = {
      databaseUrl: desk.database.url,
      masterKeyBase64: desk.masterKey.toString('base64'),
      dataDir: desk.dataDir,
      ...{ importId, killedIn, killedAfter },
    };
    const program = path.join(import.meta.dirname, 'import-child.test-support.ts');
    const child = spawn(process.execPath, [program, JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal;
  }

  test('while reading and while storing: the same end as without', async () => {
    const { importId, batchId } = await desk.aWaiting(file);
    expect(await killChild(importId, 'reading', 1)).toBe('SIGKILL');
    expect((await desk.getImport(importId)).state).toBe('reading');
    expect(await killChild(importId, 'storing', 5)).toBe('SIGKILL');
    const { state, accepted } = await desk.getImport(importId);
    expect([state, accepted > 0, accepted < 29_999]).toEqual(['storing', true, true]);
    expect(await desk.storedLines(batchId)).toHaveLength(accepted);
    await desk.run(importId, { codesPerTransaction: 2_000 });
    expect(await desk.getImport(importId)).toMatchObject({
      ...{ state: 'done', linesRead: 30_000, accepted: 29_999, duplicateInFile: 1 },
    });
    expect(await desk.rejections(importId)).toEqual([[20_001, 'duplicateInFile']]);
    expect(await desk.storedLines(batchId)).toHaveLength(29_999);
  });

  test('while taking back: nothing is left', async () => {
    const { importId, batchId } = await desk.aWaiting(codes('BACK', 12_000).join('\n'));
    const sizes = { codesPerTransaction: 2_000 };
    await desk.run(importId, { ...sizes, ...whenStored(importId, 8_000) }).catch(() => undefined);
    await desk.cancel(importId);
    expect(await killChild(importId, 'storing', 2)).toBe('SIGKILL');
    const left = await desk.storedLines(batchId);
    expect([left.length > 0, left.length < 8_000]).toEqual([true, true]);
    await desk.run(importId, sizes);
    expect((await desk.getImport(importId)).state).toBe('cancelled');
    expect(await desk.storedLines(batchId)).toEqual([]);
  });
});

describe('S11: files that are not what they were', () => {
  test.each([
    ['lost', (file: string) => unlinkSync(file)],
    ['cut short', (file: string) => truncateSync(file, 5)],
  ])('an upload %s on the disk fails in words', async (what, harm) => {
    const { importId } = await desk.aWaiting(codes(`GONE-${what}`, 30).join('\n'));
    harm(importFiles(desk.dataDir, importId).upload);
    await desk.run(importId);
    const failed = await desk.getImport(importId);
    expect([failed.state, failed.failure]).toEqual(['failed', expect.stringContaining('重新上传')]);
  });

  test('a spool lost in the middle of storing: what was stored is taken back', async () => {
    const { importId, batchId } = await desk.aWaiting(codes('SPOOL', 60).join('\n'));
    await desk.run(importId, whenStored(importId, 1)).catch(() => undefined);
    expect((await desk.storedLines(batchId)).length).toBeGreaterThan(0);
    rmSync(importFiles(desk.dataDir, importId).spool);
    await desk.run(importId);
    expect(await desk.getImport(importId)).toMatchObject({ state: 'failed', accepted: 0 });
    expect(await desk.storedLines(batchId)).toEqual([]);
  });

  test('a disk that is full while reading fails in words, and nothing is stored', async () => {
    const { importId, batchId } = await desk.aWaiting(codes('FULL', 60).join('\n'));
    const { spool, folder } = importFiles(desk.dataDir, importId);
    symlinkSync('/dev/full', spool);
    await desk.run(importId);
    const failed = await desk.getImport(importId);
    expect([failed.state, failed.failure]).toEqual(['failed', expect.stringContaining('磁盘')]);
    expect(await desk.storedLines(batchId)).toEqual([]);
    expect(statSync(folder, { throwIfNoEntry: false })).toBeUndefined();
  });
});
