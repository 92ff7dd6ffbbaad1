import { randomInt, randomUUID } from 'node:crypto';
import type { CodeLength } from '@mashang/code-cipher';
import type { CodeBook } from '../modules/codes/index.ts';
import { createMember, createMobileReader } from '../modules/members/index.ts';
import { ensureLedgerPartitions, openAccount } from '../modules/points/index.ts';
import { createSettings } from '../modules/settings/index.ts';
import { beijingDay, startOfBeijingDay } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { createScanParts } from '../scan-parts.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';

const dayMs = 24 * 60 * 60 * 1000;
const historyDays = 30;

/** A batch people have bottles of: its activated codes, from serial 0. */
export interface DemoStock {
  batchId: number;
  keyVersion: number;
  codeLength: CodeLength;
  /** Of a hundred bottles scanned, so many are of this batch. */
  share: number;
}

/** Something else that happens in that month, between two scans. */
export interface Happening {
  at: Date;
  happen: (memberIds: number[]) => Promise<void>;
}

/**
 * Forty people scan for a month before `now`, by the same desk as everybody, only with a clock that
 * stands in the past: lists, charts and gifts have something to show from the first minute.
 */
export async function liveThroughAMonth(dependencies: {
  db: Db;
  codeBook: CodeBook;
  masterKey: Buffer;
  stock: DemoStock[];
  happenings: Happening[];
  now: Date;
}): Promise<void> {
  const { db, codeBook, masterKey, now } = dependencies;
  const people = demoPeople();
  const startMs = historyStart(now).getTime();
  await db.transaction().execute((tx) => ensureLedgerPartitions(tx, new Date(startMs)));
  const members = await register(dependencies, people, startMs);

  let nowMs = startMs;
  const clock = { now: () => new Date(nowMs) };
  const { scanDesk, scanLog } = createScanParts({
    ...{ db, clock, masterKey, codeBook },
    settings: createSettings({ db, masterKey }),
    onError: () => undefined,
  });
  const coming = [...dependencies.happenings];
  const nextCode = codesInOrder(codeBook, dependencies.stock);
  for (const { atMs, person } of plan(people, startMs, now.getTime())) {
    while (coming[0] && coming[0].at.getTime() <= atMs) await coming.shift()?.happen(members);
    nowMs = atMs;
    await scanDesk.awardPointsForScan({
      memberId: members[person] ?? 0,
      text: nextCode(),
      scanType: 'qrcode',
      attemptId: randomUUID(),
      origin: { channel: 'chat', address: null, device: null, openId: null },
    });
  }
  await scanLog.stop();
  for (const { happen } of coming) await happen(members);
}

/** A midnight in Beijing a month ago. */
export function historyStart(now: Date): Date {
  return new Date(startOfBeijingDay(beijingDay(now)).getTime() - historyDays * dayMs);
}

async function register(
  { db, masterKey }: { db: Db; masterKey: Buffer },
  people: DemoPerson[],
  startMs: number,
): Promise<number[]> {
  const mobiles = createMobileReader(masterKey);
  return db.transaction().execute(async (tx) => {
    const ids: number[] = [];
    for (const [index, person] of people.entries()) {
      const { memberId } = await createMember(tx, mobiles, {
        mobile: mobiles.read(person.mobile),
        profile: person,
        origin: index % 4 === 0 ? 'web' : 'wechat',
        now: new Date(startMs + index * 60_000),
      });
      await openAccount(tx, memberId);
      ids.push(memberId);
    }
    return ids;
  });
}

/** Who scans when: mostly at noon and in the evening (Beijing), in the order of time. */
function plan(people: DemoPerson[], startMs: number, endMs: number) {
  const scans = people.flatMap(({ bottles }, person) =>
    Array.from({ length: bottles }, () => {
      const day = randomInt(historyDays + 1);
      const hour = [11, 12, 17, 18, 19, 20][randomInt(6)] ?? 12;
      const atMs = startMs + day * dayMs + hour * 3_600_000 + randomInt(3_600_000);
      return { atMs: Math.min(atMs, endMs - 60_000), person };
    }),
  );
  return scans.sort((a, b) => a.atMs - b.atMs);
}

/** The next bottle's code; which batch it is of goes by the shares. */
function codesInOrder(codeBook: CodeBook, stock: DemoStock[]): () => string {
  const serials = stock.map(() => 0);
  return () => {
    let ticket = randomInt(stock.reduce((sum, { share }) => sum + share, 0));
    const index = stock.findIndex(({ share }) => (ticket -= share) < 0);
    const batch = stock[index];
    if (!batch) throw new Error('no demo batch is activated');
    const serial = serials[index] ?? 0;
    serials[index] = serial + 1;
    return codeBook.cipher(batch.keyVersion, batch.codeLength).encode(batch.batchId, serial);
  };
}
