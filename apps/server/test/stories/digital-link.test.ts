import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSoundLedger } from '../audit-ledger.ts';
import { aBatch, aMobile, type TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aMemberBrowser, type Browser } from './browser.ts';

let server: TestServer;
let member: Browser;
let batch: TestBatch;
beforeAll(async () => {
  server = await freshServer();
  batch = await aBatch(server, { points: 12 });
  member = await aMemberBrowser(server, aMobile());
});
afterAll(async () => {
  await expectSoundLedger(server.database.db);
  await server.close();
});

const gtin = '06901234567892';
const scan = async (text: string) =>
  (await member.call('POST /api/scans', { body: { text, scanType: 'qrcode' } })).body;

test('B18: a digital link earns the points of its code, once, whatever stands before the serial', async () => {
  const link = `${server.publicUrl}/01/${gtin}/22/2A/10/LOT-7/21/${batch.code(1)}?17=271231`;
  expect(await scan(link)).toMatchObject({ outcome: 'awarded', points: 12 });
  for (const again of [
    `${server.publicUrl}/C/${batch.code(1)}`,
    // Its product was given another GTIN since.
    `${server.publicUrl}/01/16901234567899/21/${batch.code(1)}`,
    batch.code(1),
  ]) {
    expect(await scan(again)).toMatchObject({ outcome: 'alreadyYours' });
  }
});

test('B18: a wrong check digit, another site or an order not of the standard earn nothing', async () => {
  for (const link of [
    `${server.publicUrl}/01/06901234567891/21/${batch.code(2)}`,
    `https://id.gs1.org/01/${gtin}/21/${batch.code(2)}`,
    `${server.publicUrl}/01/${gtin}/10/L/22/2A/21/${batch.code(2)}`,
  ]) {
    expect(await scan(link)).toMatchObject({ outcome: 'unknownCode' });
  }
});

test('B18: a camera is led to the page where a scan counts, and looking up nothing tells nothing', async () => {
  for (const code of [batch.code(3), '0000000000000000']) {
    const reply = await fetch(`${server.publicUrl}/01/${gtin}/21/${code}?a=1`, {
      redirect: 'manual',
    });
    expect([reply.status, reply.headers.get('location')]).toEqual([307, `/C/${code}?a=1`]);
  }
});
