import {
  chmodSync,
  chownSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { mayEnter } from './account.ts';
import {
  clusterDirOf,
  copyDataDir,
  newDataDir,
  postmasterPid,
  query,
  removeDataDir,
  signal,
  spawnOwner,
  start,
  until,
} from './owner-harness.ts';
import { processIdentity } from './process-identity.ts';

// Each test has a cluster of its own, which a busy machine makes slowly.
vi.setConfig({ testTimeout: 120_000 });

/** A cluster just made, for the tests of what comes after a first start. */
let made: string;
beforeAll(async () => {
  made = newDataDir();
  chmodSync(made, 0o711);
  await (await start(made)).stop();
}, 120_000);
afterAll(() => removeDataDir(made));

let folder: string;
beforeEach(() => {
  folder = newDataDir();
  chmodSync(folder, 0o711);
});
afterEach(() => removeDataDir(folder));

const withoutSetpriv = { ...process.env, PATH: '/nonexistent' };
const asRoot = process.getuid?.() === 0;
const nobody = { name: 'nobody', uid: 65534, gid: 65534 };

describe('B4: the database that comes with the program', () => {
  test('first start creates it: UTF-8, durable, loopback only, password kept from others', async () => {
    const postgres = await start(folder);
    const names = ['server_encoding', 'fsync', 'synchronous_commit', 'listen_addresses'];
    const shown = names.map((name) => `current_setting('${name}') as ${name}`).join();
    const [settings] = await query(postgres.url, `select ${shown}`);
    expect(settings).toEqual({
      server_encoding: 'UTF8',
      fsync: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
    });
    expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600);
    const wrong = postgres.url.replace(/:[^:@]+@/, ':guess@');
    await expect(query(wrong, 'select 1')).rejects.toThrow('password');
    await postgres.stop();
    expect(postmasterPid(folder)).toBeNull();
  });

  test('what was written is there after a clean stop, under the same address', async () => {
    await copyDataDir(made, folder);
    const first = await start(folder);
    await query(first.url, 'create table bottle as select 7 as number');
    await first.stop();
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select * from bottle')).toEqual([{ number: 7 }]);
    await second.stop();
  });

  test('B2: kill -9 of the server program and its database loses no acknowledged row', async () => {
    await copyDataDir(made, folder);
    const owner = spawnOwner({ folder, mode: 'write' });
    await owner.saw(/row 300\n/);
    signal(postmasterPid(folder) ?? 0, 'SIGKILL');
    await owner.kill('SIGKILL');
    const acknowledged = Number(/row (\d+)\n$/.exec(owner.output())?.[1]);
    const again = await start(folder);
    const [row] = await query<{ count: number }>(
      again.url,
      `select count(*)::int as count from entry where number <= ${acknowledged}`,
    );
    expect(row?.count).toBe(acknowledged);
    await again.stop();
  });

  test('kill -9 of the database alone: it is back at the same address within seconds', async () => {
    await copyDataDir(made, folder);
    const postgres = await start(folder);
    await query(postgres.url, 'create table bottle as select 7 as number');
    const killed = postmasterPid(folder) ?? 0;
    signal(killed, 'SIGKILL');
    await until(() => processIdentity(killed) === null);
    await until(() =>
      query(postgres.url, 'select * from bottle').then(
        (rows) => rows.length === 1,
        () => false,
      ),
    );
    expect(postmasterPid(folder)).not.toBe(killed);
    await postgres.stop();
    expect(postmasterPid(folder)).toBeNull();
  });
});

describe('what an earlier run left behind', () => {
  test.runIf(existsSync('/usr/bin/setpriv'))(
    'kill -9 of the server program takes its database along, cleanly',
    async () => {
      await copyDataDir(made, folder);
      const owner = spawnOwner({ folder });
      await owner.saw(/ready/);
      const database = postmasterPid(folder) ?? 0;
      await owner.kill('SIGKILL');
      await until(() => processIdentity(database) === null);
      expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('fast shutdown');
    },
  );

  test('a healthy orphan is taken over, not restarted', async () => {
    await copyDataDir(made, folder);
    const owner = spawnOwner({ folder, env: withoutSetpriv });
    await owner.saw(/ready/);
    await owner.kill('SIGKILL');
    const orphan = postmasterPid(folder);
    const postgres = await start(folder);
    expect(postmasterPid(folder)).toBe(orphan);
    expect(postgres.messages.join()).toContain('attached');
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(postmasterPid(folder)).toBeNull();
  });

  test('an orphan that does not know our password any more is stopped and started anew', async () => {
    await copyDataDir(made, folder);
    const owner = spawnOwner({ folder, env: withoutSetpriv });
    await owner.saw(/ready/);
    await owner.kill('SIGKILL');
    const orphan = postmasterPid(folder);
    rmSync(join(folder, 'postgres.json'));
    const postgres = await start(folder);
    expect(postmasterPid(folder)).not.toBe(orphan);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test('a postmaster.pid whose number belongs to another program now needs no hand', async () => {
    await copyDataDir(made, folder);
    const first = await start(folder);
    const pidFile = join(clusterDirOf(folder), 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    const { uid, gid } = statSync(clusterDirOf(folder));
    for (const pid of [process.pid, 4_194_303]) {
      writeFileSync(pidFile, [String(pid), ...lines.slice(1)].join('\n'), { mode: 0o600 });
      if (asRoot) chownSync(pidFile, uid, gid);
      const again = await start(folder);
      expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      await again.stop();
    }
  });

  test('a first start that was cut short is done again', async () => {
    const owner = spawnOwner({ folder });
    await until(() =>
      readdirSync(dirname(clusterDirOf(folder))).some((name) => name.includes('initialising')),
    );
    await owner.kill('SIGKILL');
    const postgres = await start(folder);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});

describe('who may use a data folder', () => {
  test('of six programs started at once on one folder exactly one gets it, the others name it', async () => {
    const owners = Array.from({ length: 6 }, () => spawnOwner({ folder }));
    await Promise.all(owners.map((owner) => owner.saw(/^ready|^problem/m)));
    const winners = owners.filter((owner) => /^ready/m.test(owner.output()));
    expect(winners).toHaveLength(1);
    const message = `problem already_running ${winners[0]?.pid}\n`;
    const losers = owners.filter((owner) => owner.output().includes(message));
    expect(losers).toHaveLength(5);
    expect(await winners[0]?.kill('SIGTERM')).toBe(0);
  });

  test('a vanished cluster is an alarm, not a reason to start empty', async () => {
    await copyDataDir(made, folder);
    renameSync(clusterDirOf(folder), `${clusterDirOf(folder)}-elsewhere`);
    await expect(start(folder)).rejects.toMatchObject({ problem: 'cluster_missing' });
  });

  test('a cluster of another version, and a damaged one, are named and left alone', async () => {
    await copyDataDir(made, folder);
    const versionFile = join(clusterDirOf(folder), 'PG_VERSION');
    writeFileSync(versionFile, '17\n');
    await expect(start(folder)).rejects.toMatchObject({ problem: 'wrong_version' });
    writeFileSync(versionFile, '18\n');
    rmSync(join(clusterDirOf(folder), 'global', 'pg_control'));
    await expect(start(folder)).rejects.toMatchObject({ problem: 'damaged' });
    expect(existsSync(join(clusterDirOf(folder), 'base'))).toBe(true);
  });

  test.runIf(asRoot && mayEnter(nobody, import.meta.dirname))(
    'an ordinary user starts it as itself, and root carries on with the same data as that user',
    async () => {
      chownSync(folder, nobody.uid, nobody.gid);
      const env = { PATH: process.env.PATH, HOME: '/nonexistent' };
      const owner = spawnOwner({ folder, mode: 'once', env, identity: nobody });
      expect(await owner.closed).toBe(0);
      expect(owner.output()).toContain('ready');
      const postgres = await start(folder);
      expect(statSync(`/proc/${postmasterPid(folder)}`).uid).toBe(nobody.uid);
      await postgres.stop();
    },
  );
});
