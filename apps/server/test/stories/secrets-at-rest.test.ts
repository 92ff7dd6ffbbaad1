import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { policyVersion } from '@mashang/contract';
import type { CodeImport } from '@mashang/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBatch, aMobile } from '../factories.ts';
import { freshServer, wechatClientOf, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, bindMobile, newestSmsCode, staffPassword } from './browser.ts';
import { dumpTables } from './dump-tables.ts';
import { scanMessage, signPush } from './push.ts';
import { liveAsMember, liveAtHeadOffice, signInAgain } from './secret-lives.ts';

let server: TestServer;
const logLines: string[] = [];
/** What must be found nowhere, by what it is. */
const secrets = new Map<string, string>();

beforeAll(async () => {
  server = await freshServer();
  listenToLog();
  await liveThroughEverything();
});
afterAll(() => server.close());

/** A whole life: set-up, binding, scans by page and chat, an import, refusals of all kinds. */
async function liveThroughEverything(): Promise<void> {
  const mobile = aMobile();
  const importedCode = 'FOREIGN-7Q9XK2-ONLY-HERE';
  const hq = await aStaffBrowser(server);
  const browser = aBrowser(server);
  const { addresses } = await browser.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  const callback = new URL(addresses[2] ?? '');
  secrets.set('OAuth code', callback.searchParams.get('code') ?? '');
  secrets.set('OAuth state', callback.searchParams.get('state') ?? '');
  secrets.set('session before binding', browser.cookies.get('mashang_member')?.value ?? '');
  await bindMobile(server, browser, mobile);
  secrets.set('mobile number', mobile);
  secrets.set('session', browser.cookies.get('mashang_member')?.value ?? '');
  secrets.set('staff session', hq.cookies.get('mashang_staff')?.value ?? '');
  secrets.set('password', staffPassword);
  secrets.set('used SMS code', newestSmsCode(server, mobile));

  const batch = await aBatch(server);
  secrets.set('unclaimed own code', batch.code(2));
  secrets.set('claimed own code', batch.code(1));
  await browser.call('POST /api/scans', { body: { text: batch.code(1) } });
  const openId = server.simulator.control.users()[0]?.openId ?? '';
  const push = signPush(server, scanMessage(openId, batch.code(1), server.clock.now()));
  await fetch(push.url, { method: 'POST', body: push.body });
  await fetch(push.url, { method: 'POST', body: push.body.replace('Encrypt', 'Encrypted') });
  await browser.call('GET /api/wechat/js-config', { query: { url: `${server.publicUrl}/scan` } });
  secrets.set('access token', await (await wechatClientOf(server)).getAccessToken());
  secrets.set('ticket', await (await wechatClientOf(server)).getJsApiTicket());

  await importCodes(hq, batch.productId, importedCode);
  secrets.set('imported code', importedCode);
  await liveAsMember(server, secret);
  await liveAtHeadOffice(server, hq, secret);
  await refusals(mobile, batch.productId);
}

/** Remembers what must be found nowhere, and gives it back. */
function secret(what: string, value = ''): string {
  secrets.set(what, value);
  return value;
}

async function importCodes(hq: ReturnType<typeof aBrowser>, productId: number, code: string) {
  const query = new URLSearchParams({ productId: String(productId), fileName: 'codes.txt' });
  const response = await hq.fetch(`${server.publicUrl}/api/hq/code-imports?${query.toString()}`, {
    method: 'POST',
    body: `${code}\nFOREIGN-2\n`,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const { importId, mapping } = (await response.json()) as CodeImport;
  const start = { params: { importId }, body: { wanted: 'import' as const, mapping: mapping! } };
  await hq.call('POST /api/hq/code-imports/:importId/start', start);
  await server.taskHandlers.importCodes({ importId });
  const done = await hq.call('GET /api/hq/code-imports/:importId', { params: { importId } });
  expect(done.body).toMatchObject({ state: 'done', accepted: 2 });
}

async function refusals(mobile: string, productId: number) {
  const stranger = aBrowser(server);
  const wrongPassword = 'A wrong guess 4711';
  secrets.set('wrong password', wrongPassword);
  await stranger.call('POST /api/hq/session', {
    body: { loginName: 'admin', password: wrongPassword },
  });
  await stranger.call('POST /api/bindings', { body: { mobile, smsCode: '000000' } });
  await stranger.call('POST /api/bindings', { body: { mobile, smsCode: 0 } });
  const other = aMobile();
  secrets.set('number that only asked', other);
  server.clock.advanceMs(61_000);
  const asked = { mobile: other, agreedPolicyVersion: policyVersion };
  await stranger.call('POST /api/sms-codes', { body: asked });
  await stranger.call('POST /api/sms-codes', { body: asked });
  secrets.set('open SMS code', newestSmsCode(server, other));
  await stranger.fetch(`${server.publicUrl}/api/hq/points-entries?mobile=${mobile}`);
  // Cut off in the middle, where a parser might quote what it read.
  for (const path of ['/api/logins', '/api/hq/session', '/api/me/password']) {
    await stranger.fetch(`${server.publicUrl}${path}`, {
      method: 'POST',
      body: `{"mobile":"${mobile}","password":"${wrongPassword}`,
      headers: { 'content-type': 'application/json' },
    });
  }
  await breakScans(productId);
}

/** A bug in the middle of whatever takes a code is logged too: tables are gone. */
async function breakScans(productId: number) {
  const { db } = server.database;
  const bound = aBrowser(server);
  await bound.open(`${server.publicUrl}/wechat/oauth/start?return=/scan`);
  const hq = await signInAgain(server);
  const text = `${server.publicUrl}/C/${secrets.get('unclaimed own code') ?? ''}`;
  const claimed = secrets.get('claimed own code') ?? '';
  // Counted and logged behind the answer.
  await bound.call('POST /api/authenticity-checks', { body: { text: claimed } });
  await sql`drop table guard_member, scanned_code, appeal_event, campaign cascade`.execute(db);
  const attemptId = randomUUID();
  const appeal = { attemptId, kind: 'fake', text, note: '', pictureIds: [] };
  const at = server.clock.now().toISOString();
  const broken = await Promise.all([
    bound.call('POST /api/scans', { body: { text: `X${productId}` } }),
    bound.call('POST /api/scans', { body: { text } }),
    bound.call('POST /api/authenticity-checks', { body: { text } }),
    bound.call('POST /api/me/appeals', { body: appeal }),
    hq.call('POST /api/hq/campaigns/dry-run', { body: { text, at } }),
    hq.call('POST /api/hq/code-look-ups', { body: { text: claimed } }),
  ]);
  expect(broken.map(({ status }) => status)).toEqual(broken.map(() => 500));
  await server.scanLog.flush().catch((error: unknown) => server.app.log.error({ err: error }));
  // Not JSON, so that a parser might quote it.
  for (const path of ['/api/scans', '/api/authenticity-checks', '/api/me/appeals']) {
    const headers = { 'content-type': 'application/json' };
    for (const body of [`{"text":${claimed}}`, claimed]) {
      await bound.fetch(`${server.publicUrl}${path}`, { method: 'POST', body, headers });
    }
  }
}

/** Every line the server logs from now on, at the most talkative level. */
function listenToLog(): void {
  const { log } = server.app;
  const symbol = Object.getOwnPropertySymbols(log).find((own) => own.description === 'pino.stream');
  if (!symbol) throw new Error('the log has no stream');
  Object.defineProperty(log, symbol, { value: { write: (line: string) => logLines.push(line) } });
  log.level = 'trace';
}

const shortSecrets = ['used SMS code', 'open SMS code'];

/** The secret itself, and as bytea, base64 or URL-encoded text would show it. */
function formsOf(name: string, secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Six digits turn up by chance inside hashes and numbers: look for them as a value of their own.
  if (shortSecrets.includes(name))
    return [`,${secret},`, `"${secret}"`, `,${secret})`, `(${secret},`];
  return [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
}

test('S19: a dump of all tables reveals no session, SMS code, number, password, token or code', async () => {
  const text = await dumpTables(server.database.db);
  expect(text).toContain('154****');
  const found = [...secrets].filter(([name, secret]) =>
    formsOf(name, secret).some((form) => text.includes(form)),
  );
  expect(found).toEqual([]);
  for (const [name, secret] of secrets) expect([name, secret.length > 4]).toEqual([name, true]);
});

test('S19: no file of the data directory keeps an imported code after the import', async () => {
  const { globSync, readFileSync } = await import('node:fs');
  const files = globSync('**/*', { cwd: server.dataDir, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const texts = files.map((file) => readFileSync(path.join(file.parentPath, file.name), 'latin1'));
  expect(texts.join('\n')).not.toContain(secrets.get('imported code'));
});

test('S19: log lines at every level reveal none of them either, nor a cookie', () => {
  const text = logLines.join('');
  expect(logLines.length).toBeGreaterThan(5);
  expect(text).toContain('"msg":"bug"');
  const found = [...secrets].filter(([name, secret]) =>
    formsOf(name, secret).some((form) => text.includes(form)),
  );
  expect(found).toEqual([]);
  expect(text).not.toMatch(/mashang_(member|staff|oauth|device)=/);
});
