import { api, type Operation, type OperationLine } from '@mashang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBatch, aMember, aMemberCookie } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, type Browser, type CallInput } from './browser.ts';
import { fieldsOf, hostileValues, validInput } from './sample-input.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  member = aBrowser(server);
  const memberId = await aMember(server);
  const cookie = await aMemberCookie(server, memberId);
  member.cookies.set('mashang_member', { value: cookie.split('=')[1] ?? '', path: '/' });
  const batch = await aBatch(server);
  await member.call('POST /api/scans', { body: { text: batch.code(1) } });
});
afterAll(() => server.close());

// Signing in hashes passwords and counts tries; its own tests send it hostile values.
const slow = [
  'POST /api/hq/setup',
  'POST /api/hq/session',
  'POST /api/hq/password',
  'POST /api/hq/invitations',
  'POST /api/logins',
  'POST /api/password-resets',
  'POST /api/me/password',
];
const ends = ['POST /api/hq/session/end', 'POST /api/session/end'];
// Never ends by itself; its query is empty.
const endless = ['GET /api/hq/live'];
const lines = (Object.keys(api) as OperationLine[]).filter(
  (line) => ![...slow, ...ends, ...endless].includes(line),
);

describe('S19: no value a caller sends is answered with 500', () => {
  test.each(lines)('%s', async (line) => {
    const operation: Operation = api[line];
    const browser = operation.access === 'member' ? member : hq;
    const failed: string[] = [];
    const send = async (input: CallInput, what: string) => {
      // A file that breaks off on its way is an error here too.
      const answer = await browser.call(line, input).catch(() => ({ status: 500 }));
      // A stopped dependency (SMS) is a refusal, not a bug.
      if (answer.status >= 500 && answer.status !== 503) failed.push(what);
    };
    const valid = validInput(line);
    for (const part of ['query', 'body', 'params'] as const) {
      for (const [name, schema] of fieldsOf(operation[part])) {
        for (const value of hostileValues(schema)) {
          const changed = { ...(valid[part] as object), [name]: value };
          await send({ ...valid, [part]: changed }, `${part}.${name} = ${JSON.stringify(value)}`);
        }
      }
    }
    expect(failed).toEqual([]);
  });

  test('repeated, nested and polluting query parameters', async () => {
    const paths = ['/api/hq/points-entries', '/api/me/entries', '/api/hq/batches', '/api/site'];
    const queries = [
      'limit=1&limit=2',
      'cursor[]=a',
      '__proto__=1',
      'constructor[a]=1',
      'kind',
      '&&&==',
    ];
    for (const path of paths) {
      for (const query of queries) {
        for (const browser of [hq, member]) {
          const response = await browser.fetch(`${server.publicUrl}${path}?${query}`);
          expect([200, 400, 401], `${path}?${query}`).toContain(response.status);
          await response.body?.cancel();
        }
      }
    }
  });
});
