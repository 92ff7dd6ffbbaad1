import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface DatabaseProxy {
  port: number;
  /** Breaks every connection now. */
  cutAll: () => number;
  /**
   * For `durationMs`: breaks a connection right after it was sent a commit, so that the server never
   * hears whether it happened.
   */
  cutAfterCommits: (durationMs: number) => void;
  /** For `durationMs`: holds what the database answers back for `delayMs`, commits included. */
  delayAnswers: (durationMs: number, delayMs: number) => void;
  /** Commits that were sent on and never answered. */
  unansweredCommits: () => number;
  close: () => Promise<void>;
}

const commit = Buffer.from('commit');

/** Between the servers and PostgreSQL, to break what lies between them. Bytes pass unchanged. */
export async function startDatabaseProxy(databasePort: number): Promise<DatabaseProxy> {
  const pairs = new Set<{ client: Socket; database: Socket }>();
  let cutUntil = 0;
  let delayUntil = 0;
  let delayMs = 0;
  let unanswered = 0;

  const server = createServer((client) => {
    const database = connect({ host: '127.0.0.1', port: databasePort, noDelay: true });
    client.setNoDelay(true);
    const pair = { client, database };
    pairs.add(pair);
    let isDeaf = false;
    let held: Promise<void> = Promise.resolve();
    client.on('data', (bytes) => {
      database.write(bytes);
      if (Date.now() < cutUntil && bytes.includes(commit)) {
        isDeaf = true;
        unanswered += 1;
        // The commit is on its way: give it time to happen, tell nobody.
        setTimeout(() => client.destroy(), 20);
      }
    });
    database.on('data', (bytes) => {
      const waitMs = Date.now() < delayUntil ? delayMs : 0;
      held = held
        .then(() => (waitMs > 0 ? sleep(waitMs) : undefined))
        .then(() => void (isDeaf || client.destroyed || client.write(bytes)));
    });
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) socket.on('error', end).on('close', end);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

  function cutAll(): number {
    const count = pairs.size;
    for (const { client, database } of pairs) {
      client.destroy();
      database.destroy();
    }
    return count;
  }
  return {
    port,
    cutAll,
    cutAfterCommits: (durationMs) => {
      cutUntil = Date.now() + durationMs;
    },
    delayAnswers: (durationMs, milliseconds) => {
      delayUntil = Date.now() + durationMs;
      delayMs = milliseconds;
    },
    unansweredCommits: () => unanswered,
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
