import { expect, test } from 'vitest';
import { createFastifyApp } from './fastify-app.ts';
import { createRoute } from './http.ts';

function anApp(audit: (input: unknown) => void) {
  const app = createFastifyApp({
    logLevel: 'silent',
    trustedProxies: [],
    ownOrigins: [],
    scriptOrigins: [],
    frameAncestors: [],
  });
  const route = createRoute(app, {
    authenticate: async (request) => ({
      address: request.ip,
      requestId: request.id,
      language: 'zh',
      memberId: null,
      staffId: 1,
      sessionHash: null,
      staffRole: 'administrator' as const,
      passwordNeeded: false,
      openId: null,
      origin: 'http://127.0.0.1',
    }),
    audit: async ({ input }) => audit(input),
    checkReplies: false,
  });
  return { app, route };
}

test('B15: no code leaves the house before the audit has its line', async () => {
  const { app, route } = anApp(() => {
    throw new Error('the audit log cannot be written');
  });
  route('GET /api/hq/batches/:batchId/print-file', async ({ reply }) => {
    void reply.send('every code of the batch');
  });
  const { statusCode, body } = await app.inject('/api/hq/batches/1/print-file');
  expect(statusCode).toBe(500);
  expect(body).not.toContain('every code');
});

test('B15: the reason given for freezing a batch stands in the audit log', async () => {
  const inputs: unknown[] = [];
  const { app, route } = anApp((input) => inputs.push(input));
  route('POST /api/hq/batches/:batchId/state', () => Promise.resolve({} as never));
  const payload = { action: 'freeze', reason: '印刷厂泄码' };
  await app.inject({ method: 'POST', url: '/api/hq/batches/7/state', payload });
  expect(inputs).toEqual([{ batchId: 7, action: 'freeze', reason: '印刷厂泄码' }]);
});
