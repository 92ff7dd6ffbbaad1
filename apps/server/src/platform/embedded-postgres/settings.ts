import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { damagedSettings } from './errors.ts';

/** What must be remembered between starts; kept 0600 beside the cluster, generated once. */
export type Settings = {
  superuser: string;
  password: string;
  port: number;
  /** The cluster's folder when it could not live inside the data folder. */
  outsideClusterDir?: string;
  /** Set once initdb has finished: from then on a missing cluster is an alarm, not a first start. */
  initialisedAt?: string;
};

/** @throws EmbeddedPostgresError `credentials_lost` when the file is there but garbled */
export function readSettings(settingsFile: string): Settings | null {
  if (!existsSync(settingsFile)) return null;
  try {
    const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Partial<Settings>;
    const { superuser, password, port } = settings;
    if (!superuser || !password || !Number.isInteger(port)) throw new Error('incomplete');
    return settings as Settings;
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    throw damagedSettings(settingsFile);
  }
}

export function writeSettings(settingsFile: string, settings: Settings): void {
  const draft = `${settingsFile}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, settingsFile);
}

export async function createSettings(): Promise<Settings> {
  const password = randomBytes(24).toString('base64url');
  return { superuser: 'mashang', password, port: await chooseFreePort() };
}

/** A free loopback port below the range the kernel hands out for outgoing connections. */
export async function chooseFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isPortFree(port)) return port;
  }
  throw new Error('no free port between 20000 and 32000 on 127.0.0.1');
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}
