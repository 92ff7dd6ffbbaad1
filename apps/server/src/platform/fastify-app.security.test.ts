import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFastifyApp } from './fastify-app.ts';

function anApp(options: { trustedProxies?: string[] } = {}) {
  return createFastifyApp({
    logLevel: 'silent',
    trustedProxies: options.trustedProxies ?? [],
    ownOrigins: ['https://points.example.cn'],
    scriptOrigins: [],
    frameAncestors: [],
  });
}

test('B2: an answer under way is finished when the server is asked to stop', async () => {
  const app = anApp();
  const begun = Promise.withResolvers<void>();
  app.get('/slow', async () => {
    begun.resolve();
    await sleep(300);
    return { points: 10 };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = fetch(`${url}/slow`).then((response) => response.json());
  await begun.promise;
  await app.close();
  expect(await answer).toEqual({ points: 10 });
});

test('B11: a write whose origin is null is refused, even when it names no host', async () => {
  const app = anApp();
  app.post('/write', async () => ({}));
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const statusOf = (head: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\n\r\n`));
      socket.once('data', (data) => resolve(String(data).split(' ')[1] ?? ''));
      socket.on('error', () => resolve('error'));
    });
  expect(await statusOf('POST /write HTTP/1.0\r\nOrigin: null')).toBe('403');
  expect(await statusOf('POST /write HTTP/1.1\r\nHost: a\r\nOrigin: http://b')).toBe('403');
  expect(await statusOf('POST /write HTTP/1.1\r\nHost: a\r\nOrigin: http://a')).toBe('200');
  await app.close();
});

test('B11: X-Forwarded-For is believed from trusted proxies only, and only their own word', async () => {
  const addressOf = async (trustedProxies: string[], forwarded: string) => {
    const app = anApp({ trustedProxies });
    app.get('/address', async (request) => request.ip);
    const { body } = await app.inject({
      url: '/address',
      remoteAddress: '10.0.0.1',
      headers: { 'x-forwarded-for': forwarded },
    });
    return body;
  };
  expect(await addressOf([], '1.2.3.4')).toBe('10.0.0.1');
  expect(await addressOf(['10.0.0.2'], '1.2.3.4')).toBe('10.0.0.1');
  // The first of the list is what the client wrote itself.
  expect(await addressOf(['10.0.0.1'], '6.6.6.6, 1.2.3.4')).toBe('1.2.3.4');
});

test('S19: a site of https says so for a year, one of http does not', async () => {
  const answerOf = async (ownOrigins: string[]) => {
    const app = createFastifyApp({
      ...{ logLevel: 'silent', trustedProxies: [], scriptOrigins: [], frameAncestors: [] },
      ownOrigins,
    });
    return (await app.inject('/')).headers['strict-transport-security'];
  };
  expect(await answerOf(['https://points.example.cn'])).toBe('max-age=31536000');
  expect(await answerOf(['http://127.0.0.1:3000'])).toBeUndefined();
});
