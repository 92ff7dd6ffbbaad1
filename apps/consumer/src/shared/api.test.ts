import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError, call } from './api.ts';

const attemptId = '0b0e7a52-5f0e-4c2b-9a54-0123456789ab';
const refusal = { code: 'sms_too_soon', message: '太快了', requestId: 'r-1' };
const points = { balance: 30, earned: 30, spent: 0 };
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = undefined;
});

/** A loopback server that answers the n-th request with the n-th answer, the last one for ever. */
async function serve(...answers: ((reply: ServerResponse) => void)[]) {
  const seen: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      answers[Math.min(seen.length, answers.length) - 1]?.(reply);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { seen, origin: `http://127.0.0.1:${port}` };
}

function json(status: number, value: unknown) {
  return (reply: ServerResponse) =>
    void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function hangUp(reply: ServerResponse) {
  reply.destroy();
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(() => undefined).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('the API client', () => {
  test('S6: sends query, language and cookies policy of a GET, and returns the reply', async () => {
    const { seen, origin } = await serve(json(200, { rows: [], next: null }));
    const query = { limit: 20, kind: 'award' as const };
    const reply = await call('GET /api/me/entries', { query }, { origin });
    expect(reply).toEqual({ rows: [], next: null });
    expect(seen[0]?.line).toBe('GET /api/me/entries?limit=20&kind=award');
    expect(seen[0]?.headers['accept-language']).toBe('zh-CN');
  });

  test('a refusal arrives as a typed error and is not repeated', async () => {
    const { seen, origin } = await serve(json(429, refusal));
    const body = { mobile: '15400000001', agreedPolicyVersion: '2026-11' };
    const error = await failureOf(call('POST /api/sms-codes', { body }, { origin }));
    expect(error).toMatchObject({ ...refusal, status: 429 });
    expect(seen).toHaveLength(1);
  });

  test('S21: a refusal for asking too often says how long to wait', async () => {
    const tooOften = { ...refusal, code: 'too_many_requests' };
    const { origin } = await serve(
      (reply) => void reply.writeHead(429, { 'retry-after': '42' }).end(JSON.stringify(tooOften)),
      json(429, tooOften),
    );
    const ask = () => call('POST /api/authenticity-checks', { body: { text: 'X' } }, { origin });
    expect((await failureOf(ask())).retryAfterSeconds).toBe(42);
    expect((await failureOf(ask())).retryAfterSeconds).toBe(0);
  });

  test('a GET is repeated once after a broken connection', async () => {
    const { seen, origin } = await serve(hangUp, json(200, points));
    expect(await call('GET /api/me/points', {}, { origin })).toEqual(points);
    expect(seen).toHaveLength(2);
  });

  test('a GET refused with 401 is not repeated', async () => {
    const { seen, origin } = await serve(json(401, { ...refusal, code: 'not_signed_in' }));
    const error = await failureOf(call('GET /api/me/points', {}, { origin }));
    expect(error.code).toBe('not_signed_in');
    expect(seen).toHaveLength(1);
  });

  test('S5: a scan is repeated twice with the same attempt id', async () => {
    const outcome = { outcome: 'memberFrozen', title: '已停用', detail: '' };
    const { seen, origin } = await serve(
      hangUp,
      json(503, { ...refusal, code: 'busy' }),
      json(200, outcome),
    );
    const body = { text: 'X', attemptId };
    expect(await call('POST /api/scans', { body }, { origin })).toEqual(outcome);
    expect(seen.map((request) => request.body)).toEqual(Array(3).fill(JSON.stringify(body)));
  });

  test('a scan without attempt id is never repeated', async () => {
    const { seen, origin } = await serve(hangUp);
    await failureOf(call('POST /api/scans', { body: { text: 'X' } }, { origin }));
    expect(seen).toHaveLength(1);
  });

  test('a binding is never repeated: its SMS code would be spent', async () => {
    const { seen, origin } = await serve(hangUp);
    const body = { mobile: '15400000001', smsCode: '123456' };
    const error = await failureOf(call('POST /api/bindings', { body }, { origin }));
    expect(error).toMatchObject({ code: 'offline', status: 0 });
    expect(seen).toHaveLength(1);
  });

  test('a server that does not answer in time is a time-out', async () => {
    const { origin } = await serve(() => {});
    const body = { mobile: '15400000001', smsCode: '123456' };
    const error = await failureOf(call('POST /api/bindings', { body }, { origin, timeoutMs: 100 }));
    expect(error.code).toBe('timeout');
  });

  test('a web page in place of an answer is an unreadable answer', async () => {
    const { origin } = await serve((reply) => void reply.end('<html>Wi-Fi log-in</html>'));
    const error = await failureOf(call('POST /api/session/end', { body: {} }, { origin }));
    expect(error.code).toBe('unreadable');
  });
});
