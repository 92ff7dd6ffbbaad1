import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCodeDesk, testPublicUrl } from './code-desk.test-support.ts';
import type { CodeDesk } from './code-desk.test-support.ts';

let desk: CodeDesk;
let port: number;
beforeAll(async () => {
  desk = await openCodeDesk();
  await desk.app.listen({ host: '127.0.0.1', port: 0 });
  port = (desk.app.server.address() as AddressInfo).port;
});
afterAll(() => desk.close());

const pathOf = (batchId: number) => `/api/hq/batches/${batchId}/print-file`;
const download = (batchId: number, headers: Record<string, string> = {}) =>
  desk.app.inject({ url: pathOf(batchId), headers });

describe('S18: the print file', () => {
  test('has one URL a line, all different, each the code of its line, and its exact length', async () => {
    const productId = await desk.aProduct('鲜味酱油 500ml');
    const batch = await desk.aBatch({ productId, quantity: 20_000 });
    const reply = await download(batch.batchId);
    expect(reply.statusCode).toBe(200);
    expect(Number(reply.headers['content-length'])).toBe(reply.rawPayload.length);
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    const name = `鲜味酱油 500ml-批次${batch.batchId}-20000个码.txt`;
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="codes-batch-${batch.batchId}.txt"; ` +
        `filename*=UTF-8''${encodeURIComponent(name)}`,
    );
    const lines = reply.body.split('\n');
    expect(lines.pop()).toBe('');
    expect(new Set(lines).size).toBe(20_000);
    const cipher = desk.codeBook.cipher(1, 16);
    for (const [serial, line] of lines.entries()) {
      expect(line.startsWith(`${testPublicUrl}/C/`)).toBe(true);
      expect(cipher.decode(line)).toEqual({ batch: batch.batchId, serial });
    }
    expect(await desk.scan(lines[123]!)).toMatchObject({ batchId: batch.batchId, serial: 123 });
  });

  test('a broken download goes on anywhere, and the parts are the whole', async () => {
    const { batchId } = await desk.aBatch({ quantity: 5_000 });
    const whole = await download(batchId);
    const total = whole.rawPayload.length;
    const cuts = [0, 1, 100, 200_000 - 7, total - 1, total];
    const parts: Buffer[] = [];
    for (const [index, first] of cuts.slice(0, -1).entries()) {
      const last = cuts[index + 1]! - 1;
      const etag = String(whole.headers['etag']);
      const part = await download(batchId, { range: `bytes=${first}-${last}`, 'if-range': etag });
      expect(part.statusCode).toBe(206);
      expect(part.headers['content-range']).toBe(`bytes ${first}-${last}/${total}`);
      expect(Number(part.headers['content-length'])).toBe(part.rawPayload.length);
      parts.push(part.rawPayload);
    }
    expect(Buffer.concat(parts).equals(whole.rawPayload)).toBe(true);
    const changed = await download(batchId, { range: 'bytes=5-9', 'if-range': '"other"' });
    expect([changed.statusCode, changed.rawPayload.length]).toEqual([200, total]);
    const beyond = await download(batchId, { range: `bytes=${total}-` });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${total}`]);
  });

  test('a billion codes: the length is known at once, HEAD makes none of them', async () => {
    const { batchId } = await desk.aBatch({ quantity: 1_000_000_000 });
    const begun = performance.now();
    const head = await fetch(`http://127.0.0.1:${port}${pathOf(batchId)}`, { method: 'HEAD' });
    const stride = `${testPublicUrl}/C/`.length + 17;
    expect(head.headers.get('content-length')).toBe(String(1_000_000_000 * stride));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test('a reader that stops reading stops the making of codes, and others are served', async () => {
    const { batchId } = await desk.aBatch({ quantity: 1_000_000_000 });
    const request = get({ host: '127.0.0.1', port, path: pathOf(batchId) });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    await sleep(300);
    const cpuBefore = process.cpuUsage();
    await sleep(1_000);
    const { user, system } = process.cpuUsage(cpuBefore);
    expect((user + system) / 1e6).toBeLessThan(0.5);
    const begun = performance.now();
    expect((await desk.ask('GET', `/api/hq/batches/${batchId}`)).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1_000);
    request.destroy();
  });

  test('a void batch, an imported batch and an unknown one are refused', async () => {
    const { batchId } = await desk.aBatch();
    await desk.changeState(batchId, 'void');
    const imported = await desk.importFile('FAB-1\n');
    for (const [id, status, code] of [
      [batchId, 409, 'batch_not_printable'],
      [imported.batchId, 409, 'batch_not_printable'],
      [999_999, 404, 'batch_not_found'],
    ] as const) {
      const reply = await download(id);
      expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([status, code]);
      expect(reply.headers['content-disposition']).toBeUndefined();
    }
  });
});
