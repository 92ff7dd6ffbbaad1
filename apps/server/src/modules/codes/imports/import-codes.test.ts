import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';
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

describe('S11: a file of foreign codes is imported', () => {
  test('its codes are found by what is printed, at the serial of their line, once activated', async () => {
    const done = await desk.importFile(codes('PLAIN', 25).join('\n'));
    expect(done).toMatchObject({
      state: 'done',
      linesRead: 25,
      accepted: 25,
      duplicateInFile: 0,
      duplicateInDatabase: 0,
      malformed: 0,
      failure: null,
    });
    expect([done.bytesDone, done.finishedAt]).toEqual([
      done.fileBytes,
      desk.clock.now().toISOString(),
    ]);
    const { batchId } = done;
    expect(await desk.scan('PLAIN-24')).toMatchObject({ batchId, serial: 24, state: 'minted' });
    expect((await desk.changeState(batchId, 'activate')).body).toMatchObject({
      source: 'imported',
      state: 'activated',
      quantity: 25,
      codeLength: null,
    });
    expect(await desk.scan('plain-24')).toMatchObject({ batchId, serial: 24, state: 'activated' });
    expect(await desk.scan('PLAIN-25')).toBeNull();
  });

  test('BOM, CRLF, headings, blank lines, quotes and more columns do not disturb', async () => {
    const file =
      '\uFEFF二维码,日期\r\nBOM-1,2026\r\n\r\n"BOM,2",x\r\n   \r\nhttps://f.cn/q/BOM-3\r\n';
    const done = await desk.importFile(file);
    expect(done).toMatchObject({ state: 'done', linesRead: 6, accepted: 3, malformed: 0 });
    for (const [text, serial] of [
      ['BOM-1', 1],
      ['BOM,2', 3],
      ['https://f.cn/q/BOM-3', 5],
    ] as const) {
      expect(await desk.scan(text)).toMatchObject({ batchId: done.batchId, serial });
    }
  });

  test('every refused line is reported with its number and reason, and nothing else', async () => {
    const own = await desk.aBatch({ quantity: 5 });
    const ownCode = desk.codeBook.cipher(1, 16).encode(own.batchId, 3);
    await desk.importFile('OLD-1\n');
    const first = ['NEW-1', 'x'.repeat(513), 'NEW-1', 'OLD-1', ownCode, 'a\0b', ',empty', '"open'];
    const file = Buffer.concat([
      Buffer.from(
        [...first, 'NEW-2', `https://points.example.cn/C/${ownCode}`, 'NEW-1'].join('\n'),
      ),
      Buffer.from('\n'),
      Buffer.from([0xff, 0xfe, 0xfd]),
      Buffer.from('\nx'),
      Buffer.alloc(10_000_000, 'y'),
      Buffer.from('\nNEW-3'),
    ]);
    const done = await desk.importFile(file);
    expect(done).toMatchObject({
      state: 'done',
      linesRead: 14,
      accepted: 3,
      duplicateInFile: 2,
      duplicateInDatabase: 1,
      malformed: 8,
    });
    expect(await desk.rejections(done.importId)).toEqual([
      [2, 'tooLong'],
      [3, 'duplicateInFile'],
      [4, 'duplicateInDatabase'],
      [5, 'looksLikeOwnCode'],
      [6, 'notText'],
      [7, 'notText'],
      [8, 'notText'],
      [10, 'looksLikeOwnCode'],
      [11, 'duplicateInFile'],
      [12, 'notText'],
      [13, 'tooLong'],
    ]);
    const url = `/api/hq/code-imports/${done.importId}/rejections`;
    const csv = await desk.app.inject({ url: `${url}.csv` });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.startsWith('\uFEFF行号,原因\r\n2,这一行超过 512 字节')).toBe(true);
    expect(csv.body.trim().split('\r\n')).toHaveLength(12);
    const page = await desk.ask('GET', `${url}?limit=2`);
    const next = await desk.ask('GET', `${url}?limit=2&cursor=${String(page.body['next'])}`);
    expect(next.body['rows']).toMatchObject([{ lineNumber: 4 }, { lineNumber: 5 }]);
  });

  test.each([
    ['an empty file', Buffer.alloc(0), '文件是空的'],
    ['blank lines and headings only', 'code\n\n \n', '只有空行或表头'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), '不是文本文件'],
    ['an Excel file', Buffer.from('504b030414000600', 'hex'), 'Excel'],
    ['UTF-16', Buffer.from('\uFEFFABC\n', 'utf16le'), 'UTF-16'],
    ['only lines too long', `${'x'.repeat(2_000_000)}\n`, '没有一行可以导入'],
    ['only codes known already', 'KNOWN-1\n', '1 行重复'],
  ])('%s fails with a clear reason and leaves no batch', async (_what, file, reason) => {
    if (reason === '1 行重复') await desk.importFile('KNOWN-1\n');
    const failed = await desk.importFile(file);
    expect(failed).toMatchObject({ state: 'failed', accepted: 0 });
    expect(failed.failure).toContain(reason);
    const list = await desk.ask('GET', '/api/hq/batches?limit=200');
    const ids = (list.body['rows'] as { batchId: number }[]).map((row) => row.batchId);
    expect(ids).not.toContain(failed.batchId);
    expect(existsSync(importFilePath(desk.dataDir, failed.importId))).toBe(false);
  });

  test('any bytes at all end as done or failed, and the counts add up', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const bytes = Buffer.from(
        Array.from({ length: 3_000 }, (_, at) => (Math.sin(seed * 7919 + at) * 1e6) & 0xff),
      );
      const textual = seed % 2 === 0 ? bytes : bytes.map((byte) => (byte < 40 ? 10 : byte));
      const end = await desk.importFile(Buffer.from(textual));
      expect(['done', 'failed']).toContain(end.state);
      const counted = end.accepted + end.duplicateInFile + end.duplicateInDatabase + end.malformed;
      expect(counted).toBeLessThanOrEqual(end.linesRead);
      if (end.state === 'done') expect(await countRows(end.batchId)).toBe(end.accepted);
    }
  });
});

describe('S11: duplicates, whoever they are of', () => {
  test('a line of an earlier chunk of the same file is told from one of another import', async () => {
    const first = codes('CHUNK', 15);
    await desk.importFile('CHUNK-0\n');
    const done = await desk.importFile([...first, ...first].join('\n'));
    expect(done).toMatchObject({ accepted: 14, duplicateInFile: 14, duplicateInDatabase: 2 });
    const reported = await desk.rejections(done.importId);
    expect(reported[0]).toEqual([1, 'duplicateInDatabase']);
    expect(reported).toContainEqual([16, 'duplicateInDatabase']);
    expect(reported).toContainEqual([30, 'duplicateInFile']);
  });

  test('two imports of the same codes at once share them, none lost, none double', async () => {
    const all = codes('BOTH', 400);
    const both = await Promise.all([
      desk.importFile(all.join('\n')),
      desk.importFile(all.toReversed().join('\n')),
    ]);
    const accepted = both.map((done) => done.accepted);
    expect(accepted[0]! + accepted[1]!).toBe(400);
    for (const done of both) {
      expect(done.accepted + done.duplicateInDatabase).toBe(400);
      expect(done.duplicateInFile).toBe(0);
      expect(await countRows(done.batchId)).toBe(done.accepted);
    }
  });
});

test('B1: a dump of the database holds no plain imported code', async () => {
  await desk.importFile('SECRETCODE-1\nSECRETCODE-1\n,SECRETCODE-2\nSECRETCODE-3\0\nSECRETCODE-4');
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(desk.db);
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const { rows } = await sql<{ line: string }>`
      select t::text as line from ${sql.raw(name)} t where t::text ilike '%SECRETCODE%'`.execute(
      desk.db,
    );
    expect(rows, name).toEqual([]);
  }
});
