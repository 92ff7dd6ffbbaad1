import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPrintFile } from './open-print-file.ts';
import { aSource, aTable, bytesOf } from './print-source.test-support.ts';
import type { PrintFile } from './print-types.ts';
import { sendPrintFile } from './send-print-file.ts';

const small = openPrintFile(aSource({ lastSerial: 9_999 }), aTable());
const huge = openPrintFile(aSource({ lastSerial: 2 ** 32 - 1 }), aTable());
const unmeasured: PrintFile = { ...small, totalBytes: null, isSeekable: false };

const app = fastify();
/** How answers ended, in order, and bytes handed over; whether the making of the huge file ended. */
const ends: boolean[] = [];
let bytesSent = 0;
let isMaking = false;
let made = 0;

beforeAll(async () => {
  for (const [path, file] of Object.entries({ small, huge: watched(huge), unmeasured })) {
    app.get(`/${path}`, (request, reply) => {
      const onBytes = (bytes: number) => void (bytesSent += bytes);
      sendPrintFile({ request, reply }, file, {
        onBytes,
        onEnd: (isComplete) => void ends.push(isComplete),
      });
      return reply;
    });
  }
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

function watched(file: PrintFile): PrintFile {
  return {
    ...file,
    async *read(first, last) {
      isMaking = true;
      try {
        for await (const chunk of file.read(first, last)) {
          made += chunk.length;
          yield chunk;
        }
      } finally {
        isMaking = false;
      }
    },
  };
}

const urlOf = (path: string) =>
  `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/${path}`;
const fetchPart = async (path: string, headers: Record<string, string> = {}) => {
  const reply = await fetch(urlOf(path), { headers });
  return { reply, bytes: Buffer.from(await reply.arrayBuffer()) };
};

describe('S18: sending a print file', () => {
  test('names it in Chinese and in letters, says its length, counts its bytes', async () => {
    [bytesSent, ends.length] = [0, 0];
    const { reply, bytes } = await fetchPart('small');
    expect(bytes.equals(await bytesOf(small))).toBe(true);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(small.totalBytes),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-disposition':
        'attachment; filename="codes.txt"; ' +
        `filename*=UTF-8''${encodeURIComponent('鲜味酱油 500ml-批次7-序号0-9999.txt')}`,
    });
    await expect.poll(() => ends).toEqual([true]);
    expect(bytesSent).toBe(bytes.length);
  });

  test('a broken download goes on anywhere, and the parts are the whole', async () => {
    const total = small.totalBytes!;
    const cuts = [0, 1, 44, 45, 200_000 - 7, total - 1, total];
    const parts: Buffer[] = [];
    for (const [index, first] of cuts.slice(0, -1).entries()) {
      const last = cuts[index + 1]! - 1;
      const range = { range: `bytes=${first}-${last}`, 'if-range': small.etag };
      const { reply, bytes } = await fetchPart('small', range);
      expect(reply.status).toBe(206);
      expect(reply.headers.get('content-range')).toBe(`bytes ${first}-${last}/${total}`);
      expect(reply.headers.get('content-length')).toBe(String(bytes.length));
      parts.push(bytes);
    }
    expect(Buffer.concat(parts).equals(await bytesOf(small))).toBe(true);
  });

  test('a changed file is sent anew, a part beyond its end is refused', async () => {
    const changed = await fetchPart('small', { range: 'bytes=5-9', 'if-range': '"other"' });
    expect([changed.reply.status, changed.bytes.length]).toEqual([200, small.totalBytes]);
    const { reply } = await fetchPart('small', { range: `bytes=${small.totalBytes}-` });
    expect(reply.status).toBe(416);
    expect(reply.headers.get('content-range')).toBe(`bytes */${small.totalBytes}`);
  });

  test('what nobody can measure before is sent whole, and offers no parts', async () => {
    const { reply, bytes } = await fetchPart('unmeasured', { range: 'bytes=5-9' });
    expect([reply.status, reply.headers.get('accept-ranges')]).toEqual([200, 'none']);
    expect(bytes.length).toBe(small.totalBytes);
  });

  test('four billion codes: the length is known at once, HEAD makes none of them', async () => {
    made = 0;
    const head = await fetch(urlOf('huge'), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(2 ** 32 * 45));
    expect(made).toBe(0);
  });

  test('a reader that stops stops the making; one that goes away ends it, incomplete', async () => {
    [ends.length, made] = [0, 0];
    const request = get(urlOf('huge'));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    // Until the buffers of both ends are full, a few megabytes; then nothing more, turn after turn.
    let before = -1;
    while (before !== made) {
      before = made;
      for (let turn = 0; turn < 200; turn++) await setImmediate();
    }
    expect(made).toBeLessThan(50_000_000);
    expect(isMaking).toBe(true);
    request.destroy();
    await expect.poll(() => [isMaking, ends]).toEqual([false, [false]]);
  });
});
