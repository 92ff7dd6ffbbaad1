import { randomInt, randomUUID } from 'node:crypto';
import type { Scan } from '@mashang/server/src/modules/scans/index.ts';
import type { BenchServer } from './bench-server.ts';
import type { HttpFigures, HttpTask } from './drive-http.ts';
import type { HttpLoad } from './http-load.ts';
import type { Pgbench } from './pgbench.ts';
import { claimScript, importedClaimScript } from './reference.ts';
import { chatScanRequest, scanRequest } from './requests.ts';
import { importedText, type Seed, type SeedSize } from './seed.ts';
import { publicUrl } from './bench-server.ts';

/** What one turn of a subject showed. */
export interface Turn {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** One thing to measure. */
export interface ClaimSubject {
  /** So many are enough to know how many make a turn. */
  warmUpClaims: number;
  /** Makes so many claims; pgbench, which counts for itself, runs for a turn's time. */
  run: (claims: number) => Promise<Turn>;
}

export interface SubjectParts {
  server: BenchServer;
  load: HttpLoad;
  pgbench: Pgbench;
  seed: Seed;
  size: SeedSize;
  turnSeconds: number;
}

const callers = 256;

/** The references are named for what they are compared with. */
export function createSubjects(parts: SubjectParts) {
  const { server, load, seed, size } = parts;
  const ownTexts = createOwnTexts(parts);
  const importedTexts = createImportedTexts(size.importedCodes);
  const visitor = () => randomInt(1, size.visitors + 1);

  const overHttp = async (
    requests: string[],
    task: Omit<HttpTask, 'requests'>,
  ): Promise<HttpFigures> => {
    const figures = await load.drive({ ...task, requests });
    if (figures.acknowledged === requests.length) return figures;
    throw new Error(`an answer was not as expected: ${figures.surprise}`);
  };
  const postScans = (port: number, connections: number, warmUpClaims: number) =>
    checked(server, warmUpClaims, async (claims) => {
      const requests = ownTexts(claims).map((text) =>
        scanRequest({ sessionToken: seed.sessionTokens[visitor() - 1] ?? '', text }),
      );
      const expected = '"outcome":"awarded"';
      return turnOf(claims, await overHttp(requests, { port, connections, expected }));
    });
  const inProcess = (takeTexts: (count: number) => string[]) =>
    checked(server, 4_000, async (claims) => {
      const scans = takeTexts(claims).map((text) => ({
        ...{ memberId: randomInt(1, size.members + 1), text },
        ...{ scanType: 'qrcode' as const, attemptId: randomUUID() },
        origin: { channel: 'page' as const, address: null, device: null, openId: null },
      }));
      return awardAll(server, scans);
    });

  return {
    pgbench: pgbenchSubject(parts, claimScript(size.members), 64),
    pgbenchImported: pgbenchSubject(
      parts,
      importedClaimScript(size.members, size.importedCodes),
      64,
    ),
    pgbenchSingle: pgbenchSubject(parts, claimScript(size.members), 1),
    inProcess: inProcess(ownTexts),
    imported: inProcess(importedTexts),
    http: postScans(server.port, callers, 2_000),
    unbatched: postScans(server.unbatchedPort, callers, 300),
    wechat: checked(server, 500, async (claims) => {
      const requests = ownTexts(claims).map((text) =>
        chatScanRequest(server.wechat, { memberId: visitor(), text }),
      );
      const task = { port: server.port, connections: callers, expected: '<Encrypt>' };
      return turnOf(claims, await overHttp(requests, task));
    }),
    single: postScans(server.port, 1, 100),
  };
}

function pgbenchSubject(parts: SubjectParts, script: string, clients: number): ClaimSubject {
  const run = async () => {
    const figures = await parts.pgbench({ script, clients, seconds: parts.turnSeconds });
    const { transactionsPerSecond: perSecond, latencyMs } = figures;
    return { perSecond, p50Ms: latencyMs, p99Ms: latencyMs };
  };
  return { warmUpClaims: 0, run };
}

/** A figure counts only if every acknowledged claim and its entry are there, and no other. */
function checked(
  server: BenchServer,
  warmUpClaims: number,
  makeClaims: ClaimSubject['run'],
): ClaimSubject {
  const run = async (claims: number) => {
    const before = await countRows(server);
    const turn = await makeClaims(claims);
    const after = await countRows(server);
    const made = { claims: after.claims - before.claims, entries: after.entries - before.entries };
    if (made.claims === claims && made.entries === claims) return turn;
    throw new Error(`${claims} scans were answered, but ${JSON.stringify(made)} are stored`);
  };
  return { warmUpClaims, run };
}

export async function countRows(server: BenchServer): Promise<{ claims: number; entries: number }> {
  const { rows } = await server.database.pool.query<{ claims: number; entries: number }>(
    `select (select count(*) from claim) as claims, (select count(*) from points_entry) as entries`,
  );
  return rows[0] ?? { claims: 0, entries: 0 };
}

/** 256 callers, each with one scan under way. */
async function awardAll(server: BenchServer, scans: Scan[]): Promise<Turn> {
  const latenciesMs: number[] = [];
  let next = 0;
  async function keepScanning(): Promise<void> {
    for (let scan = scans[next++]; scan !== undefined; scan = scans[next++]) {
      const startMs = performance.now();
      const { outcome } = await server.scanDesk.awardPointsForScan(scan);
      if (outcome !== 'awarded') throw new Error(`a fresh code was answered with ${outcome}`);
      latenciesMs.push(performance.now() - startMs);
    }
  }
  const startMs = performance.now();
  await Promise.all(Array.from({ length: callers }, keepScanning));
  const perSecond = scans.length / ((performance.now() - startMs) / 1_000);
  latenciesMs.sort((a, b) => a - b);
  const quantile = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0;
  return { perSecond, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

function turnOf(claims: number, { seconds, p50Ms, p99Ms }: HttpFigures): Turn {
  return { perSecond: claims / seconds, p50Ms, p99Ms };
}

/** What bottles say, from all over the batch; never the same twice. */
export function createOwnTexts({
  server,
  seed,
}: Pick<SubjectParts, 'server' | 'seed'>): (count: number) => string[] {
  const { codeBook } = server;
  const cipher = codeBook.cipher(codeBook.newestKeyVersion, 16);
  const stride = 7_368_787;
  let taken = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      const serial = (taken++ * stride) % seed.ownQuantity;
      return `${publicUrl}/C/${cipher.encode(seed.ownBatchId, serial)}`;
    });
}

function createImportedTexts(importedCodes: number): (count: number) => string[] {
  // Coprime to every power of ten.
  const stride = 7_368_787;
  let taken = 0;
  return (count) => {
    if (taken + count > importedCodes) throw new Error('the imported codes are used up');
    return Array.from({ length: count }, () => importedText((taken++ * stride) % importedCodes));
  };
}
