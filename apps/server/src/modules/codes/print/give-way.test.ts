import { channel } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { giveWay } from './give-way.ts';

/** The share of the time that making pieces takes; with requests coming in all the time, or none. */
async function shareWorked({ isBusy, files = 1 }: { isBusy: boolean; files?: number }) {
  let workedMs = 0;
  async function* pieces() {
    for (let piece = 0; piece < 60 / files; piece++) {
      const begunMs = performance.now();
      while (performance.now() < begunMs + 1);
      if (isBusy) channel('http.server.request.start').publish({});
      workedMs += performance.now() - begunMs;
      yield new Uint8Array(1);
    }
  }
  const begunMs = performance.now();
  let taken = 0;
  async function take() {
    for await (const piece of giveWay(pieces())) taken += piece.length;
  }
  await Promise.all(Array.from({ length: files }, take));
  expect(taken).toBe(60);
  return workedMs / (performance.now() - begunMs);
}

test('B5: while others ask, the making of a file leaves them most of the time; alone it takes all', async () => {
  const busy = await shareWorked({ isBusy: true });
  expect(busy).toBeLessThan(0.5);
  expect(await shareWorked({ isBusy: false })).toBeGreaterThan(busy);
});

test('B5: twenty files at once leave others as much of the time as one', async () => {
  expect(await shareWorked({ isBusy: true, files: 20 })).toBeLessThan(0.25);
});

test('S18: dropped pieces are not passed on, and requests are listened for only meanwhile', async () => {
  async function* pieces() {
    for (const bytes of [0, 3, 0, 2]) yield new Uint8Array(bytes);
  }
  const lengths: number[] = [];
  for await (const piece of giveWay(pieces())) lengths.push(piece.length);
  expect(lengths).toEqual([3, 2]);
  const early = giveWay(pieces());
  await early.next();
  expect(channel('http.server.request.start').hasSubscribers).toBe(true);
  await early.return(undefined);
  expect(channel('http.server.request.start').hasSubscribers).toBe(false);
});
