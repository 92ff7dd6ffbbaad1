import { api, errorCodes, type Operation, type OperationLine } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMember, aMemberCookie } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, type Answer, type Browser } from './browser.ts';
import { allowsNull, fieldsOf, validInput } from './sample-input.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  member = aBrowser(server);
  const cookie = await aMemberCookie(server, await aMember(server));
  member.cookies.set('mashang_member', { value: cookie.split('=')[1] ?? '', path: '/' });
});
afterAll(() => server.close());

const lines = Object.keys(api) as OperationLine[];
const operationOf = (line: OperationLine): Operation => api[line];
const guarded = lines.filter((line) => operationOf(line).access !== 'public');
const withJsonBody = lines.filter((line) => typeof operationOf(line).body === 'object');
const writes = lines.filter((line) => !line.startsWith('GET '));

/** Whoever may call the operation. Signing out and in is not for the shared browsers. */
const callerOf = (line: OperationLine): Browser =>
  operationOf(line).access === 'member' ? member : hq;

function expectRefusal(answer: Answer, status: number, code: string) {
  expect({ status: answer.status, body: answer.body }).toEqual({
    status,
    body: {
      code,
      message: expect.stringMatching(/[\u4e00-\u9fff]/) as string,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    },
  });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
}

describe('S20: the API document', () => {
  test('names every operation of the contract, with its access', async () => {
    const response = await fetch(`${server.publicUrl}/api/docs/openapi.json`);
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { 'x-access': string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const named = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-access': access }]) => {
        const line = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        return `${line} ${access}`;
      }),
    );
    expect(named.sort()).toEqual(lines.map((line) => `${line} ${api[line].access}`).sort());
  });

  test('is a page for people too', async () => {
    const page = await fetch(`${server.publicUrl}/api/docs`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const text = await page.text();
    for (const { summary } of Object.values(api)) expect(text).toContain(summary.slice(0, 20));
  });
});

describe('S19: who may call', () => {
  test.each(guarded)('%s refuses whoever is not signed in', async (line) => {
    const nobody = await aBrowser(server).call(line, validInput(line));
    expectRefusal(nobody, 401, 'not_signed_in');
  });

  test.each(guarded)('%s refuses a made-up session and the other kind of caller', async (line) => {
    const madeUp = aBrowser(server);
    const value = 'A'.repeat(43);
    madeUp.cookies.set('mashang_member', { value, path: '/' });
    madeUp.cookies.set('mashang_staff', { value, path: '/' });
    expectRefusal(await madeUp.call(line, validInput(line)), 401, 'not_signed_in');
    // The session of the other side, under both names.
    const right = operationOf(line).access === 'member' ? 'mashang_staff' : 'mashang_member';
    const other = callerOf(line) === hq ? member : hq;
    const wrongKind = aBrowser(server);
    for (const [name, cookie] of other.cookies) {
      wrongKind.cookies.set(name, { ...cookie, path: '/' });
      wrongKind.cookies.set(right, { ...cookie, path: '/' });
    }
    expectRefusal(await wrongKind.call(line, validInput(line)), 401, 'not_signed_in');
  });

  test.each(writes)('%s refuses a page of another site, signed in or not', async (line) => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      const answer = await callerOf(line).call(line, { ...validInput(line), headers: { origin } });
      expectRefusal(answer, 403, 'forbidden_origin');
    }
  });
});

describe('S20: what a request may say', () => {
  test.each(withJsonBody)('%s refuses a field it does not know', async (line) => {
    const input = validInput(line);
    const body = { ...(input.body as object), surprise: 1 };
    expectRefusal(await callerOf(line).call(line, { ...input, body }), 400, 'bad_request');
  });

  test.each(withJsonBody)('%s refuses values of a wrong type, and nothing at all', async (line) => {
    const input = validInput(line);
    const required = Object.keys(input.body as object);
    const fields = fieldsOf(operationOf(line).body).filter(([name]) => required.includes(name));
    for (const [field, schema] of fields) {
      for (const wrong of [null, [[]], { $gt: '' }]) {
        if (wrong === null && allowsNull(schema)) continue;
        const body = { ...(input.body as object), [field]: wrong };
        const answer = await callerOf(line).call(line, { ...input, body });
        expectRefusal(answer, 400, 'bad_request');
      }
    }
    for (const body of [null, [], 'text', 7]) {
      const answer = await callerOf(line).call(line, { ...input, body });
      expectRefusal(answer, 400, 'bad_request');
    }
  });

  test.each(writes)('%s refuses broken JSON, and JSON of 64 KiB and more', async (line) => {
    if (operationOf(line).body === 'stream') return;
    const { params = {} } = validInput(line);
    const path = (line.split(' ')[1] ?? '').replace(/:(\w+)/g, (_all, n: string) => `${params[n]}`);
    const send = async (body: string) => {
      const response = await callerOf(line).fetch(`${server.publicUrl}${path}`, {
        method: line.split(' ')[0] ?? '',
        body,
        headers: { 'content-type': 'application/json' },
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    };
    expectRefusal(await send('{"text": "a'), 400, 'bad_request');
    expectRefusal(await send(''), 400, 'bad_request');
    expectRefusal(await send(`{"text":"${'a'.repeat(64 * 1024)}"}`), 413, 'bad_request');
    expectRefusal(await send('{"__proto__":{"x":1}}'), 400, 'bad_request');
  });
});

describe('every reply', () => {
  const reads = lines.filter(
    (line) =>
      line.startsWith('GET ') && operationOf(line).reply !== 'stream' && !line.includes(':'),
  );

  test.each(reads)('%s answers the right caller and is never stored', async (line) => {
    const ownPage = { query: { url: `${server.publicUrl}/scan` } };
    const input = line === 'GET /api/wechat/js-config' ? ownPage : validInput(line);
    const answer = await callerOf(line).call(line, input);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api/hq/nothing'],
    ['POST', '/api/me/points'],
    ['DELETE', '/nothing'],
    ['GET', '/api/../../etc/passwd'],
    ['GET', '/..%2f..%2fetc/passwd'],
  ])('%s %s is a 404 of the common shape', async (method, path) => {
    const response = await fetch(`${server.publicUrl}${path}`, { method });
    const body = (await response.json()) as object;
    expectRefusal({ status: response.status, headers: response.headers, body }, 404, 'not_found');
  });

  test('a person who follows a broken link sees a page, a program sees the common 404', async () => {
    const ask = (path: string, accept: string) =>
      fetch(`${server.publicUrl}${path}`, { headers: { accept } });
    const page = await ask('/no-such-page', 'text/html,*/*;q=0.8');
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toContain('text/html');
    const files = ['/assets/nothing.js', '/hq/assets/nothing.js', '/pictures/nothing/small'];
    for (const path of ['/api/nothing', ...files]) {
      const missing = await ask(path, 'text/html');
      expect([path, missing.headers.get('content-type')]).toEqual([
        path,
        'application/json; charset=utf-8',
      ]);
    }
  });

  test('an address that cannot be decoded is a 400 of the common shape', async () => {
    const response = await fetch(`${server.publicUrl}/api/%zz`);
    const body = (await response.json()) as object;
    expectRefusal({ status: response.status, headers: response.headers, body }, 400, 'bad_request');
  });

  test('the contract’s error codes are unique words', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
    for (const code of errorCodes) expect(code).toMatch(/^[a-z_]+$/);
  });
});
