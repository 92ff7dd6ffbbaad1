import { parseArgs } from 'node:util';

export interface ChaosOptions {
  /** Scans that are sent, repeats and collisions included. */
  scans: number;
  codes: number;
  members: number;
  servers: number;
  /** Scans under way at a time. */
  clients: number;
  /** The same seed draws the same scans and the same order of faults; their moments differ. */
  seed: number;
  /** Mean pause between two faults. */
  faultEveryMs: number;
  /** Least pause between two kills of PostgreSQL: its supervisor gives up after five a minute. */
  postgresKillEveryMs: number;
  /** Kills and cuts: scans go on until the least number was done, and no more than the most are. */
  hardFaults: { min: number; max: number };
}

export const usage = `Proves on running servers that every point is credited exactly once.

Usage: npm run chaos [-- options]

Several servers on one database are sent scans, with duplicates, retries and members who race for the
same code, while servers and PostgreSQL are killed (-9), connections are cut, also between a commit and
its answer, commits are held back, batches frozen and rules and campaigns changed. At the end
everything is audited, and what every client was told is compared with the ledger.

  --scans N      scans to send (1,000,000)
  --codes N      codes they are about (400,000)
  --members N    (20,000)
  --servers N    (3)
  --clients N    scans under way at a time (96)
  --seed N       (1)
  --fault-every-ms N      mean pause between two faults (700)
  --help         this text

Exit code 0: every promise was kept; 1: one was not; 2: it could not be run. Only this machine is used;
the data lies in data/chaos-<pid> and is removed at the end, unless a promise was broken.
`;

/** @throws Error saying which word is not understood */
export function readOptions(words: string[]): ChaosOptions | 'help' {
  const { values } = parseArgs({
    args: words,
    options: {
      scans: { type: 'string', default: '1000000' },
      codes: { type: 'string', default: '400000' },
      members: { type: 'string', default: '20000' },
      servers: { type: 'string', default: '3' },
      clients: { type: 'string', default: '96' },
      seed: { type: 'string', default: '1' },
      'fault-every-ms': { type: 'string', default: '700' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  return {
    scans: readCount('scans', values.scans),
    codes: readCount('codes', values.codes),
    members: readCount('members', values.members),
    servers: readCount('servers', values.servers),
    clients: readCount('clients', values.clients),
    seed: readCount('seed', values.seed),
    faultEveryMs: readCount('fault-every-ms', values['fault-every-ms']),
    postgresKillEveryMs: 16_000,
    hardFaults: { min: 3, max: Infinity },
  };
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`--${name} ${text}: give a whole number above 0`);
}
