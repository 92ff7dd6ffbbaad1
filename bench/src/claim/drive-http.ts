import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the parent asks: all requests, over so many keep-alive connections. */
export interface HttpTask {
  port: number;
  connections: number;
  /** Whole HTTP/1.1 requests with their bodies. */
  requests: string[];
  /** An answer counts when it has status 200 and contains this. */
  expected: string;
  /**
   * How many set off a second, whether earlier ones are answered or not; absent: as fast as answers
   * come. A request that finds no free connection waits, and its waiting counts as latency.
   */
  perSecond?: number;
}

export interface HttpFigures {
  seconds: number;
  acknowledged: number;
  /** Told to come back later: 503 with Retry-After. */
  busy: number;
  /** Of the acknowledged ones. */
  p50Ms: number;
  p99Ms: number;
  /** The first answer that did not count, to show why. */
  surprise: string | null;
}

/**
 * The load generator, a process of its own. Sockets and prepared bytes only: it shares the cores
 * with what it measures, so every cycle it spends makes the server look slower.
 */
process.on('message', (task: HttpTask) => {
  drive(task).then(
    (figures) => process.send?.(figures),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

async function drive(task: HttpTask): Promise<HttpFigures> {
  const requests = task.requests.map((request) => Buffer.from(request));
  const expected = Buffer.from(task.expected);
  const sockets = await Promise.all(
    Array.from({ length: task.connections }, () => openSocket(task.port)),
  );
  const latenciesMs: number[] = [];
  let acknowledged = 0;
  let busy = 0;
  let next = 0;
  let surprise: string | null = null;
  const startMs = performance.now();

  async function keepAsking(socket: Socket): Promise<void> {
    const ask = createAsker(socket);
    for (let index = next++; index < requests.length; index = next++) {
      const dueMs = await becomeDue(index);
      const answer = await ask(requests[index]!);
      if (answer.subarray(0, 12).equals(statusOk) && answer.includes(expected)) {
        acknowledged += 1;
        latenciesMs.push(performance.now() - dueMs);
      } else if (answer.subarray(0, 12).equals(statusBusy) && answer.includes('retry-after')) {
        busy += 1;
      } else surprise ??= answer.toString();
    }
    socket.destroy();
  }

  /** @returns when the request should have set off, in milliseconds */
  async function becomeDue(index: number): Promise<number> {
    if (task.perSecond === undefined) return performance.now();
    const dueMs = startMs + (index * 1_000) / task.perSecond;
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    return dueMs;
  }

  await Promise.all(sockets.map(keepAsking));
  const seconds = (performance.now() - startMs) / 1_000;
  latenciesMs.sort((a, b) => a - b);
  const quantile = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0;
  return { seconds, acknowledged, busy, p50Ms: quantile(0.5), p99Ms: quantile(0.99), surprise };
}

const statusOk = Buffer.from('HTTP/1.1 200');
const statusBusy = Buffer.from('HTTP/1.1 503');

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends one request at a time and resolves with its whole answer. */
function createAsker(socket: Socket): (request: Buffer) => Promise<Buffer> {
  let received: Buffer = Buffer.alloc(0);
  let settle: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | undefined;
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!isComplete(received)) return;
    const answer = received;
    received = Buffer.alloc(0);
    settle?.resolve(answer);
  });
  socket.on('error', (error) => settle?.reject(error));
  socket.on('close', () => settle?.reject(new Error('the server closed the connection')));
  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
}

function isComplete(answer: Buffer): boolean {
  const headEnd = answer.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const bodyBytes = /content-length: (\d+)/i.exec(answer.toString('latin1', 0, headEnd))?.[1];
  return answer.length >= headEnd + 4 + Number(bodyBytes);
}
