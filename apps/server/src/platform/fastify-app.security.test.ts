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
