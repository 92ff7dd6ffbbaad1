import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addJob } from '../../../platform/jobs.ts';
import { openImportDesk } from './import-desk.test-support.ts';
import type { ImportDesk } from './import-desk.test-support.ts';
import { importFiles } from './import-files.ts';
import { recoverImports } from './recover-imports.ts';

let desk: ImportDesk;
let port: number;
beforeAll(async () => {
  desk = await openImportDesk({ fileBytesMax: 300_000 });
  await desk.app.listen({ host: '127.0.0.1', port: 0 });
  port = (desk.app.server.address() as AddressInfo).port;
});
afterAll(() => desk.close());

/** An upload whose body the test sends piece by piece. */
async function openUpload(headers: Record<string, string> = {}) {
  const productId = await desk.aProduct();
  const upload = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: `/api/hq/code-imports?productId=${productId}&fileName=x.csv`,
    headers: { 'content-type': 'application/octet-stream', ...headers },
  });
  upload.on('error', () => undefined);
  upload.flushHeaders();
  return upload;
}

async function newestImport(state: string, importsBefore: number) {
  for (let tries = 0; tries < 100; tries++) {
    const { body } = await desk.ask('GET', '/api/hq/code-imports');
    const [newest] = body['rows'] as { importId: number; state: string; failure: string }[];
    if (newest && newest.importId > importsBefore && newest.state === state) return newest;
    await sleep(30);
  }
  throw new Error(`no import became ${state}`);
}

async function lastImportId(): Promise<number> {
  const { body } = await desk.ask('GET', '/api/hq/code-imports?limit=1');
  return (body['rows'] as { importId: number }[])[0]?.importId ?? 0;
}

const files = () => readdirSync(`${desk.dataDir}/imports`);

describe('S11: an upload is taken to the disk as it comes', () => {
  test('beyond any JSON limit, readable by nobody else, looked at and waiting for the clerk', async () => {
    const content = Buffer.alloc(250_000, 'CODE-1234\n');
    const { status, body } = await desk.upload(content);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ state: 'received', fileBytes: 250_000, fileName: 'codes.csv', staffName: '员工1' },
      ...{ source: { kind: 'text', packing: 'none' }, mapping: { codeColumn: 0, part: null } },
    });
    const { upload, folder } = importFiles(desk.dataDir, body.importId);
    expect([statSync(upload).size, statSync(upload).mode & 0o777]).toEqual([250_000, 0o600]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await desk.rangeOf(body.batchId)).toMatchObject({ state: 'importing', quantity: 0 });
    const url = `/api/hq/code-imports/${body.importId}/preview`;
    const preview = await desk.ask('POST', url, { mapping: body.mapping! });
    expect(preview.body['rows']).toContainEqual(
      expect.objectContaining({ lineNumber: 2, cells: ['CODE-1234'] }),
    );
    await desk.cancel(body.importId);
    expect((await desk.ask('POST', url, {})).status).toBe(409);
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a broken archive', Buffer.from('504b030414000600', 'hex')],
  ])('%s is refused in words and leaves no file', async (_what, content) => {
    const before = await lastImportId();
    const { status, body } = await desk.upload(content);
    const refusal = body as unknown as { code: string; message: string };
    expect([status, refusal.code]).toEqual([400, 'import_file_unreadable']);
    const failed = await newestImport('failed', before);
    expect(failed.failure).toBe(refusal.message);
    expect(desk.hasFiles(failed.importId)).toBe(false);
  });

  test('the list tells imports by state, product and file, and is sent as a file', async () => {
    const productId = await desk.aProduct();
    const { body } = await desk.upload('LISTED-1\n', productId);
    const query = `state=received&productId=${productId}&search=CODES`;
    const list = await desk.ask('GET', `/api/hq/code-imports?${query}`);
    expect(list.body['rows']).toMatchObject([{ importId: body.importId, productId }]);
    const none = await desk.ask('GET', `/api/hq/code-imports?${query}x`);
    expect(none.body['rows']).toEqual([]);
    const file = await desk.app.inject({ url: `/api/hq/code-imports/export?format=csv&${query}` });
    expect(file.body).toContain('待开始');
  });

  test.each(['announced', 'streamed'])('a file too large is refused, %s', async (how) => {
    const before = await lastImportId();
    const headers = how === 'announced' ? { 'content-length': '400000' } : undefined;
    const upload = await openUpload(headers ?? { 'transfer-encoding': 'chunked' });
    const answered = once(upload, 'response') as Promise<[{ statusCode: number }]>;
    if (how === 'streamed')
      for (let piece = 0; piece < 4; piece++) upload.write('x'.repeat(100_000));
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    upload.destroy();
    if (how === 'announced') expect(await lastImportId()).toBe(before);
    else {
      const failed = await newestImport('failed', before);
      expect(failed.failure).toContain('文件太大');
      expect(files()).not.toContain(String(failed.importId));
    }
  });

  test('an upload that breaks off has failed and leaves no file', async () => {
    const before = await lastImportId();
    const upload = await openUpload({ 'content-length': '1000' });
    upload.write('CODE-1\n');
    const receiving = await newestImport('receiving', before);
    upload.destroy();
    const failed = await newestImport('failed', before);
    expect(failed).toMatchObject({ importId: receiving.importId });
    expect(failed.failure).toContain('上传中断');
    expect(files()).not.toContain(String(failed.importId));
  });

  test('an upload cancelled while it comes in ends as cancelled and leaves no file', async () => {
    const before = await lastImportId();
    const upload = await openUpload({ 'transfer-encoding': 'chunked' });
    upload.write('CODE-1\n');
    const { importId } = await newestImport('receiving', before);
    await desk.ask('POST', `/api/hq/code-imports/${importId}/cancel`, {});
    const answered = once(upload, 'response') as Promise<[{ statusCode: number }]>;
    upload.end();
    expect((await answered)[0].statusCode).toBe(409);
    expect((await desk.getImport(importId)).state).toBe('cancelled');
    expect(files()).not.toContain(String(importId));
  });

  test.each([
    ['JSON', { 'content-type': 'application/json' }, '{}', 400, 'import_file_unreadable'],
    ['a form', { 'content-type': 'multipart/form-data; boundary=x' }, 'x', 415, 'bad_request'],
  ])('%s instead of a file is refused', async (_what, headers, payload, status, code) => {
    const reply = await desk.app.inject({
      method: 'POST',
      url: `/api/hq/code-imports?productId=${await desk.aProduct()}&fileName=x`,
      headers,
      payload,
    });
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('an unknown product is refused; without one the codes are blank', async () => {
    const { status, body } = await desk.upload('A\n', 999_999);
    const { code } = body as unknown as { code: string };
    expect([status, code]).toEqual([404, 'product_not_found']);
    const blank = await desk.app.inject({
      method: 'POST',
      url: '/api/hq/code-imports?fileName=x.csv',
      headers: { 'content-type': 'text/csv' },
      payload: 'BLANK-1\n',
    });
    expect(blank.json()).toMatchObject({ state: 'received', productId: null, productName: null });
  });
});

test('S11: what a killed server left of uploads is put right', async () => {
  const waiting = await desk.aWaiting('STAYS-1\n');
  const { body: forgotten } = await desk.upload('FORGOTTEN-1\n');
  const values = { productId: await desk.aProduct(), fileName: 'x', startedAt: desk.clock.now() };
  const { batchId } = await desk.db
    .insertInto('codeBatch')
    .values({
      ...{ source: 'imported', quantity: 0, serials: 0, keyVersion: 1, note: '' },
      createdAt: desk.clock.now(),
    })
    .returning('batchId')
    .executeTakeFirstOrThrow();
  const stale = await desk.db
    .insertInto('codeImport')
    .values({ ...values, batchId, state: 'receiving' })
    .returning('importId')
    .executeTakeFirstOrThrow();
  const old = new Date(desk.clock.now().getTime() - 3_600_000);
  for (const importId of [stale.importId, 888_888, waiting.importId]) {
    const { folder, upload } = importFiles(desk.dataDir, importId);
    mkdirSync(folder, { recursive: true });
    if (importId !== waiting.importId) writeFileSync(upload, 'CODE\n');
    utimesSync(upload, old, old);
  }
  const recovering = { ...desk, addJob };
  await recoverImports(recovering);
  expect((await desk.getImport(stale.importId)).state).toBe('receiving');
  expect(files()).not.toContain('888888');
  desk.clock.advanceMs(11 * 60 * 1000);
  await recoverImports(recovering);
  expect(await desk.getImport(stale.importId)).toMatchObject({ state: 'failed' });
  expect(files()).not.toContain(String(stale.importId));
  expect(files()).toContain(String(waiting.importId));
  expect((await desk.getImport(waiting.importId)).state).toBe('waiting');
  expect((await desk.getImport(forgotten.importId)).state).toBe('received');
  desk.clock.advanceMs(15 * 24 * 60 * 60 * 1000);
  await recoverImports(recovering);
  const given = await desk.getImport(forgotten.importId);
  expect([given.state, given.failure]).toEqual(['failed', expect.stringContaining('太久')]);
  expect(desk.hasFiles(forgotten.importId)).toBe(false);
});
