import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/harness-database.ts';
import type { TestDatabase } from '../../../test/harness-database.ts';
import { migrationsDir, readMigrations } from '../../platform/migrate.ts';

const migrations = readMigrations(migrationsDir);
const oneWechatUser = migrations.findIndex(({ name }) => name.startsWith('0031'));

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ migrated: false });
});
afterAll(() => database.close());

/** Applies the migrations from one place up to another. */
async function apply(from: number, to: number): Promise<void> {
  for (const { text } of migrations.slice(from, to)) {
    await database.pool.query(`begin; ${text}; commit`);
  }
}
const rows = async (query: string) => (await database.pool.query<object>(query)).rows;

test('S3: of several WeChat users on one number the latest stays; the others end, on record', async () => {
  await apply(0, oneWechatUser);
  await database.pool.query(`
    insert into member (mobile_hash, mobile_cipher, mobile_masked, mobile_last4, name, kind, origin,
      created_at)
    select mobile_hash, '', '', '', '', 'consumer', 'wechat', now()
    from (values ('one'::bytea), ('two'::bytea)) made (mobile_hash);
    insert into member_identity (app_id, open_id, member_id, bound_at) values
      ('wx1', 'old', 1, '2026-01-01'), ('wx1', 'new', 1, '2026-02-01'),
      ('wx2', 'old', 1, '2026-01-01'), ('wx1', 'only', 2, '2026-01-01');
    insert into member_session (token_hash, member_id, app_id, open_id, created_at, expires_at)
    select sha256((app_id || open_id)::bytea), member_id, app_id, open_id, now(), now()
    from member_identity`);
  await apply(oneWechatUser, oneWechatUser + 1);
  const kept = [
    { app_id: 'wx1', open_id: 'new' },
    { app_id: 'wx1', open_id: 'only' },
    { app_id: 'wx2', open_id: 'old' },
  ];
  expect(await rows('select app_id, open_id from member_identity order by 1, 2')).toEqual(kept);
  expect(await rows('select app_id, open_id from member_session order by 1, 2')).toEqual(kept);
  expect(await rows('select app_id, open_id, reason from member_identity_former')).toEqual([
    { app_id: 'wx1', open_id: 'old', reason: 'moved' },
  ]);
});
