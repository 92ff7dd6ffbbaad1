import { LiveEvent } from '@mashang/contract';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBatch, aMember, aMemberCookie, type TestBatch } from '../factories.ts';
import { freshServer, type TestServer } from '../harness.ts';
import { aBrowser, aStaffBrowser, eventually, staffPassword, type Browser } from './browser.ts';

let server: TestServer;
let hq: Browser;
let member: Browser;
let batch: TestBatch;
beforeAll(async () => {
  server = await freshServer();
  hq = await aStaffBrowser(server);
  batch = await aBatch(server, { points: 8, name: '蚝油' });
  member = aBrowser(server);
  const cookie = await aMemberCookie(server, await aMember(server));
  member.cookies.set('mashang_member', { value: cookie.split('=')[1] ?? '', path: '/' });
});
afterAll(() => server.close());

const isLiveEvent = new Ajv().compile(LiveEvent);

/** Reads the stream until it is left; what arrived so far is in `events`. */
async function listen() {
  const abort = new AbortController();
  const response = await hq.fetch(`${server.publicUrl}/api/hq/live`, { signal: abort.signal });
  const events: LiveEvent[] = [];
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts.filter((sent) => sent.startsWith('event: live'))) {
        events.push(JSON.parse(part.slice(part.indexOf('data: ') + 6)) as LiveEvent);
      }
    }
  })().catch(() => undefined);
  const leave = () => {
    abort.abort();
    return reading;
  };
  return { response, events, leave };
}

test('S14: a claim appears in the live stream of every listener, as the contract says', async () => {
  const listeners = [await listen(), await listen()];
  const [first] = listeners;
  expect(first?.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(first?.response.headers.get('cache-control')).toBe('no-store');
  for (const { events } of listeners) await eventually(() => events[0]);
  expect(first?.events[0]).toMatchObject({ totals: { claimsEver: 0 }, entries: [] });

  await member.call('POST /api/scans', { body: { text: batch.code(1) } });
  for (const { events, leave } of listeners) {
    const news = await eventually(() => events.find((event) => event.entries.length > 0));
    expect(isLiveEvent(news)).toBe(true);
    expect(news).toMatchObject({
      totals: { claimsToday: 1, pointsToday: 8, claimsEver: 1, pointsEver: 8, members: 1 },
      entries: [{ points: 8, productName: '蚝油' }],
    });
    expect(JSON.stringify(news)).toMatch(/154\*{4}\d{4}/);
    await leave();
  }
});

test('S14: totals are the same before and after the roll-up folds them', async () => {
  await member.call('POST /api/scans', { body: { text: batch.code(2) } });
  const before = await listen();
  const waiting = await eventually(() => before.events[0]);
  await before.leave();
  await server.foldRollup();
  const after = await listen();
  const folded = await eventually(() => after.events[0]);
  await after.leave();
  expect(folded.totals).toEqual(waiting.totals);
});

test('S14: at midnight in Beijing today begins at nothing, ever does not', async () => {
  server.clock.set(new Date('2027-03-01T15:59:00Z'));
  await hq.call('POST /api/hq/session', {
    body: { loginName: 'admin', password: staffPassword },
  });
  await member.call('POST /api/scans', { body: { text: batch.code(3) } });
  const late = await listen();
  const evening = await eventually(() => late.events[0]);
  expect(evening.totals).toMatchObject({ claimsToday: 1, pointsToday: 8 });
  server.clock.set(new Date('2027-03-01T16:00:00Z'));
  await late.leave();
  const early = await listen();
  const morning = await eventually(() => early.events[0]);
  await early.leave();
  expect(morning.totals).toMatchObject({ claimsToday: 0, pointsToday: 0, claimsEver: 3 });
});
