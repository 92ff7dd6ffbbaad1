import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, openImportDesk, testPublicUrl } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';

let desk: ImportDesk;
beforeAll(async () => {
  desk = await openImportDesk();
});
afterAll(() => desk.close());

/** A batch of five own codes. */
async function ownCodes(): Promise<string[]> {
  const values = { quantity: 5, serials: 5, codeLength: 16, keyVersion: 1, note: '' };
  const { batchId } = await desk.db.transaction().execute(async (tx) => {
    const batch = await tx
      .insertInto('codeBatch')
      .values({ ...values, source: 'own', createdAt: desk.clock.now() })
      .returning('batchId')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('codeRange')
      .values({ ...batch, firstSerial: 0, lastSerial: 4, state: 'minted' })
      .execute();
    return batch;
  });
  return [0, 1, 2, 3, 4].map((serial) => desk.codeBook.cipher(1, 16).encode(batchId, serial));
}

describe('S11: a file of foreign codes is imported', () => {
  test('its codes are found by what is printed, at the serial of their line, not yet active', async () => {
    const done = await desk.importFile(codes('PLAIN', 90).join('\n'));
    expect(done).toMatchObject({
      ...{ state: 'done', linesRead: 90, accepted: 90, fractionDone: 1, failure: null },
      ...{ duplicateInFile: 0, duplicateInDatabase: 0, malformed: 0, staffName: '员工1' },
    });
    expect([done.bytesDone, done.finishedAt]).toEqual([
      done.fileBytes,
      desk.clock.now().toISOString(),
    ]);
    const { batchId } = done;
    expect(await desk.scan('PLAIN-89')).toMatchObject({ batchId, serial: 89, state: 'minted' });
    expect(await desk.scan('plain-24')).toMatchObject({ batchId, serial: 24 });
    expect(await desk.scan('PLAIN-90')).toBeNull();
    expect(await desk.rangeOf(batchId)).toEqual({
      ...{ state: 'minted', firstSerial: 0, lastSerial: 89, activatedAt: null },
      ...{ quantity: 90, serials: 90 },
    });
    const { rows } = await sql`select action, staff_id from code_event
      where batch_id = ${batchId}`.execute(desk.db);
    expect(rows).toEqual([{ action: 'imported', staffId: 1 }]);
    expect(desk.hasFiles(done.importId)).toBe(false);
  });

  test('BOM, CRLF, headings, blank lines, quotes and more columns do not disturb', async () => {
    const file =
      '\uFEFF二维码,日期\r\nBOM-1,2026\r\n\r\n"BOM,2",x\r\n   \r\nhttps://f.cn/q/BOM-3,y\r\n';
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
    const [own = '', another = ''] = await ownCodes();
    await desk.importFile('OLD-1,a\nOLD-2,a\n');
    const lines = ['NEW-1', 'x'.repeat(513), 'NEW-1', 'OLD-1', own, 'a\0b', '', 'NEW-2'];
    const file = [...lines, `${testPublicUrl}/C/${another}`, 'NEW-1', 'y'.repeat(99_999), 'NEW-3'];
    const done = await desk.importFile(file.map((line) => `${line},b\n`).join(''));
    expect(done).toMatchObject({
      ...{ state: 'done', linesRead: 12, accepted: 3 },
      ...{ duplicateInFile: 2, duplicateInDatabase: 1, malformed: 6 },
    });
    const expected = [
      [2, 'tooLong'],
      [3, 'duplicateInFile'],
      [4, 'duplicateInDatabase'],
      [5, 'looksLikeOwnCode'],
      [6, 'notText'],
      [7, 'empty'],
      [9, 'looksLikeOwnCode'],
      [10, 'duplicateInFile'],
      [11, 'tooLong'],
    ];
    expect(await desk.rejections(done.importId)).toEqual(expected);
    const url = `/api/hq/code-imports/${done.importId}/rejections`;
    const csv = await desk.app.inject({ url: `${url}.csv` });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.startsWith('\uFEFF行号,原因\r\n2,太长')).toBe(true);
    expect(csv.body.trim().split('\r\n')).toHaveLength(expected.length + 1);
    const page = await desk.ask('GET', `${url}?limit=1&reason=duplicateInFile`);
    const cursor = String(page.body['next']);
    const next = await desk.ask('GET', `${url}?limit=1&reason=duplicateInFile&cursor=${cursor}`);
    expect([page.body['rows'], next.body['rows']]).toMatchObject([
      [{ lineNumber: 3 }],
      [{ lineNumber: 10 }],
    ]);
  });

  test.each([
    ['only lines too long', `${'x'.repeat(2_000_000)}\n`, '没有一行可以导入'],
    ['only codes known already', 'KNOWN-1\n', '1 行重复'],
  ])('%s: fails with a clear reason and leaves no batch', async (_what, file, reason) => {
    if (reason === '1 行重复') await desk.importFile('KNOWN-1\n');
    const failed = await desk.importFile(file);
    expect(failed).toMatchObject({ state: 'failed', accepted: 0 });
    expect(failed.failure).toContain(reason);
    expect((await desk.rangeOf(failed.batchId)).state).toBe('void');
    expect(desk.hasFiles(failed.importId)).toBe(false);
  });
});

describe('S11: a check', () => {
  test('counts what an import would, stores nothing, and is followed by it without reading', async () => {
    await desk.importFile('CHECK-1\nCHECK-2\n');
    const file = ['CHECK-0', 'CHECK-1', 'CHECK-0', 'x'.repeat(600), ...codes('MORE', 60)];
    const { body } = await desk.upload(file.join('\n'));
    const { importId, batchId, mapping } = body;
    await desk.start(importId, 'check', mapping);
    await desk.run(importId);
    const checked = await desk.getImport(importId);
    const counts = { linesRead: 64, accepted: 61, duplicateInFile: 1, duplicateInDatabase: 1 };
    expect(checked).toMatchObject({ ...counts, state: 'checked', malformed: 1, finishedAt: null });
    expect(await desk.storedLines(batchId)).toEqual([]);
    const report = await desk.rejections(importId);
    const hashImportedTexts = () => {
      throw new Error('the file was read again');
    };
    await desk.start(importId, 'import', mapping);
    await desk.run(importId, { codeBook: { ...desk.codeBook, hashImportedTexts } });
    expect(await desk.getImport(importId)).toMatchObject({ ...counts, state: 'done' });
    expect(await desk.rejections(importId)).toEqual(report);
    expect(await desk.storedLines(batchId)).toHaveLength(61);
  });

  test('with another column the file is read anew', async () => {
    const { body } = await desk.upload('A1X,B1X\nA1X,B2X\nA1X,B3X\n');
    const mapping = { ...body.mapping!, hasHeader: false, codeColumn: 0 };
    await desk.start(body.importId, 'check', mapping);
    await desk.run(body.importId);
    expect(await desk.getImport(body.importId)).toMatchObject({ accepted: 1, duplicateInFile: 2 });
    await desk.start(body.importId, 'import', { ...mapping, codeColumn: 1 });
    await desk.run(body.importId);
    const done = await desk.getImport(body.importId);
    expect(done).toMatchObject({ state: 'done', accepted: 3, duplicateInFile: 0 });
    expect(await desk.rejections(body.importId)).toEqual([]);
    const again = await desk.start(body.importId, 'import', mapping);
    expect(again).toMatchObject({ status: 409, body: { code: 'import_state_conflict' } });
  });
});

test('S11: two imports of the same codes at once share them, none lost, none double', async () => {
  const all = codes('BOTH', 400);
  const waiting = await Promise.all(
    [all, all.toReversed(), all].map((file) => desk.aWaiting(file.join('\n'))),
  );
  await Promise.all(waiting.map(({ importId }) => desk.run(importId)));
  const ended = await Promise.all(waiting.map(({ importId }) => desk.getImport(importId)));
  let stored = 0;
  for (const { batchId, state, accepted, ...counts } of ended) {
    const lines = await desk.storedLines(batchId);
    stored += lines.length;
    expect(accepted).toBe(lines.length);
    expect(lines.length + counts.duplicateInDatabase).toBe(400);
    expect([counts.duplicateInFile, counts.malformed]).toEqual([0, 0]);
    expect(state).toBe(accepted > 0 ? 'done' : 'failed');
  }
  expect(stored).toBe(400);
});

test('B1: a dump of the database and the data folder hold no plain imported code', async () => {
  const done = await desk.importFile('SECRETCODE-1\nSECRETCODE-1\n"\nSECRETCODE-3\0\nSECRETCODE-4');
  expect(done.state).toBe('done');
  expect(desk.hasFiles(done.importId)).toBe(false);
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
