import { beforeEach, expect, test } from 'vitest';
import type { Tx } from '../../platform/database.ts';
import { changeColleague } from './change-colleague.ts';
import { disableColleague } from './disable-colleague.ts';
import { makeInvitation } from './invitation.ts';
import { inviteColleague } from './invite-colleague.ts';
import { renewInvitation } from './renew-invitation.ts';
import { useStaffBench } from './staff-bench.ts';

const bench = useStaffBench();
beforeEach(() => bench.setUp('admin'));

/** Makes so many active administrators in all, and returns their ids. */
async function administrators(count: number): Promise<number[]> {
  await bench.rows(
    `insert into staff (login_name, role, password_hash, created_at)
     select 'admin' || n, 'administrator', 'x', $1 from generate_series(2, $2::int) n`,
    [bench.time, count],
  );
  const rows = await bench.rows('select staff_id from staff order by staff_id');
  return rows.map((row) => row['staff_id'] as number);
}

/** Runs all at once, each in a transaction of its own; their refusals, null for what was done. */
async function race(works: ((tx: Tx) => Promise<unknown>)[]): Promise<(string | null)[]> {
  const { db } = bench.database;
  const results = await Promise.allSettled(
    works.map((work) => db.transaction().execute((tx) => work(tx))),
  );
  return results.map((result) =>
    result.status === 'fulfilled' ? null : (result.reason as { code: string }).code,
  );
}

type Removal = (callerId: number, staffId: number) => (tx: Tx) => Promise<unknown>;
const demote: Removal = (callerId, staffId) => (tx) =>
  changeColleague(tx, { callerId, staffId, displayName: '', role: 'operator' });
const close: Removal = (callerId, staffId) => (tx) =>
  disableColleague(tx, { callerId, staffId, disabled: true, now: bench.time });
const lockOut: Removal = (callerId, staffId) => (tx) => {
  const invitation = makeInvitation('https://points.example.cn', bench.time);
  return renewInvitation(tx, { callerId, staffId, invitation });
};
const removals = [demote, close, lockOut];

const countLeft = async () =>
  (
    await bench.rows(`select from staff where role = 'administrator'
      and disabled_at is null and password_hash is not null`)
  ).length;

test.each(removals.flatMap((one) => removals.map((other) => [one, other] as const)))(
  'B15: of two administrators removing each other at once exactly one stays (%#)',
  async (one, other) => {
    const [first = 0, second = 0] = await administrators(2);
    for (let round = 0; round < 3; round += 1) {
      const refusals = await race([one(first, second), other(second, first)]);
      expect(refusals.filter((code) => code === null)).toHaveLength(1);
      expect(refusals).toContain('last_administrator');
      expect(await countLeft()).toBe(1);
      await bench.rows(
        `update staff set role = 'administrator', disabled_at = null, password_hash = 'x'`,
      );
    }
  },
);

test('B15: whoever was removed first removes nobody any more, though enough are left', async () => {
  const [first = 0, second = 0] = await administrators(3);
  const refusals = await race([demote(first, second), close(second, first)]);
  expect(refusals.toSorted()).toEqual(['forbidden', null]);
  expect(await countLeft()).toBe(2);
});

test('B15: fifty administrators removing one another in a ring: no deadlock, one at least stays', async () => {
  const ids = await administrators(50);
  const refusals = await race(
    ids.map((id, index) => removals[index % 3]!(id, ids[(index + 1) % ids.length]!)),
  );
  const done = refusals.filter((code) => code === null).length;
  expect(refusals.every((code) => code === null || /^(forbidden|last_)/.test(code))).toBe(true);
  expect(await countLeft()).toBe(50 - done);
  expect(await countLeft()).toBeGreaterThan(0);
});

test('B15: one administrator against fifty tries to remove the last two leaves one', async () => {
  const ids = await administrators(2);
  const [first = 0, second = 0] = ids;
  const refusals = await race(
    Array.from({ length: 50 }, (_, index) => {
      const [callerId, staffId] = index % 2 === 0 ? [first, first] : [second, second];
      return removals[index % 3]!(callerId, staffId);
    }),
  );
  expect(refusals.filter((code) => code === null)).toHaveLength(1);
  expect(await countLeft()).toBe(1);
});

test('B15: who has ceased to be an administrator invites nobody', async () => {
  const [first = 0, second = 0] = await administrators(2);
  const invitation = makeInvitation('https://points.example.cn', bench.time);
  const invite = (tx: Tx) =>
    inviteColleague(tx, {
      callerId: second,
      loginName: 'accomplice',
      displayName: '',
      role: 'administrator',
      invitation,
      now: bench.time,
    });
  expect(await race([demote(first, second)])).toEqual([null]);
  expect(await race([invite])).toEqual(['forbidden']);
});
