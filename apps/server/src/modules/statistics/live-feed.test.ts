import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveTotals, PointsEntry } from '@mashang/contract';
import { describe, expect, test } from 'vitest';
import { createLiveFeed, type LiveNews } from './live-feed.ts';

/** A feed over numbers and entries the test sets, that looks every 5 ms. */
function aFeed() {
  const world = { claims: 0, looks: 0, entries: [] as string[], isBroken: false };
  const errors: unknown[] = [];
  const totals = (): LiveTotals => ({
    claimsToday: world.claims,
    pointsToday: 0,
    claimsEver: world.claims,
    pointsEver: 0,
    members: 0,
  });
  const feed = createLiveFeed({
    readTotals: async () => {
      world.looks += 1;
      if (world.isBroken) throw new Error('the database is away');
      return totals();
    },
    readEntries: async () => {
      if (world.isBroken) throw new Error('the database is away');
      const createdAt = new Date().toISOString();
      return world.entries.map((entryId) => ({ entryId, createdAt }) as PointsEntry);
    },
    now: () => new Date(),
    onError: (error) => errors.push(error),
    intervalMs: 5,
  });
  const claim = (entryId: string) => {
    world.claims += 1;
    world.entries.unshift(entryId);
  };
  return { feed, world, claim, errors };
}

const entriesOf = (news: LiveNews[]) =>
  news.flatMap(({ entries }) => entries.map(({ entryId }) => entryId));

describe('S14: the live feed', () => {
  test('says each entry once, to every listener', async () => {
    const { feed, claim } = aFeed();
    const [first, second]: [LiveNews[], LiveNews[]] = [[], []];
    const leave = [
      feed.subscribe((news) => first.push(news)),
      feed.subscribe((news) => second.push(news)),
    ];
    await sleep(30);
    for (const entryId of ['1-1', '1-2', '2-1']) {
      claim(entryId);
      await sleep(30);
    }
    for (const end of leave) end();
    expect(entriesOf(first)).toEqual(['1-1', '1-2', '2-1']);
    expect(entriesOf(second)).toEqual(['1-1', '1-2', '2-1']);
  });

  test('is silent when nothing moved, and asks nothing when nobody listens', async () => {
    const { feed, world, claim } = aFeed();
    const heard: LiveNews[] = [];
    const leave = feed.subscribe((news) => heard.push(news));
    await sleep(50);
    const before = heard.length;
    await sleep(50);
    expect(heard.length).toBe(before);
    leave();
    await sleep(20);
    const looks = world.looks;
    claim('1-1');
    await sleep(30);
    expect([world.looks, heard.length]).toEqual([looks, before]);
  });

  test('survives a database that is away, and tells what happened meanwhile', async () => {
    const { feed, world, claim, errors } = aFeed();
    const heard: LiveNews[] = [];
    const leave = feed.subscribe((news) => heard.push(news));
    await sleep(30);
    world.isBroken = true;
    await sleep(30);
    claim('1-1');
    world.isBroken = false;
    await sleep(50);
    leave();
    expect(errors.length).toBeGreaterThan(0);
    expect(entriesOf(heard)).toEqual(['1-1']);
  });

  test('tells an entry whose first reading failed', async () => {
    const { feed, world, claim } = aFeed();
    const heard: LiveNews[] = [];
    const leave = feed.subscribe((news) => heard.push(news));
    await sleep(30);
    claim('1-1');
    // Totals were read, then the connection broke.
    const entries = world.entries;
    Object.defineProperty(world, 'entries', {
      configurable: true,
      get: () => {
        Object.defineProperty(world, 'entries', { value: entries, writable: true });
        throw new Error('the connection broke');
      },
    });
    await sleep(50);
    leave();
    expect(entriesOf(heard)).toEqual(['1-1']);
  });
});
