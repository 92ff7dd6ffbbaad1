import type { UnknownReason } from '@mashang/contract';
import { createBatching, QueueFull } from '../../../platform/batching.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database.ts';
import { codeIdOf, readScannedTexts, resolveCodes } from '../../codes/index.ts';
import type { CodeBook, ResolvedCode, ScannedText, ScanType } from '../../codes/index.ts';
import { countWrongSubjects, networkOf } from '../../guards/index.ts';
import type { GuardBook, GuardSnapshot, ScanOrigin } from '../../guards/index.ts';
import { createCheckLimits } from './check-limits.ts';
import type { ScanLog } from './create-scan-log.ts';
import { judgeAuthenticity, type CodeKnowledge } from './judge-authenticity.ts';
import type { LoggedAttempt } from './logged-attempt.ts';
import { readAuthenticity } from './read-authenticity.ts';
import { readClaim } from './read-claim.ts';

/** One question whether a product is genuine, by a member or by anybody. */
export interface Check {
  text: string;
  scanType: ScanType;
  memberId: number | null;
  address: string;
  device: string | null;
  openId: string | null;
}

/** The answer before it is put into words. */
export type CheckResult =
  | {
      outcome: 'genuine';
      /** Empty: a blank code. */
      productName: string;
      state: ResolvedCode['state'];
      isClaimed: boolean;
      knowledge: CodeKnowledge;
    }
  | { outcome: 'notOurs'; reason: UnknownReason }
  | { outcome: 'lockedOut'; until: Date }
  | { outcome: 'blocked'; until: Date | null };

export interface CheckDeskDependencies {
  db: Db;
  clock: Clock;
  codeBook: CodeBook;
  guardBook: Pick<GuardBook, 'read'>;
  scanLog: Pick<ScanLog, 'record' | 'recordSignals' | 'see'>;
  readProvince: (address: string | null) => string | null;
  readProductNames: (db: Db, productIds: number[]) => Promise<Map<number, string>>;
  onError: (error: unknown) => void;
}

/** Asked beside every text, so that the same statements run whether the text is a code or not. */
const nothing: ScannedText = {
  own: [{ batchId: 0, serial: 0, keyVersion: 0, codeLength: 16 }],
  importedHashes: ['00000000-0000-0000-0000-000000000000'],
  reasonIfUnknown: 'notFound',
};
const noCodeId = -1n;
const noProductId = 0;

/**
 * Tells whether a text is a code of ours and in how many hands it was; claims nothing. The time of an
 * answer says no more than the answer: known or not, the same statements run, and wrong codes are
 * counted after it.
 */
export function createCheckDesk(dependencies: CheckDeskDependencies) {
  const { db, clock, codeBook, guardBook, scanLog } = dependencies;
  const countCheck = createCheckLimits({ db, clock });
  const wrongCodes = createWrongCodes(dependencies);

  function log(check: Check, given: Pick<LoggedAttempt, 'outcome' | 'codeId' | 'productId'>) {
    const { memberId, device, address } = check;
    const province = dependencies.readProvince(address);
    const network = networkOf(address);
    const scannedAt = clock.now();
    scanLog.record({ scannedAt, channel: 'check', memberId, device, province, network, ...given });
  }

  async function answer(check: Check, guards: GuardSnapshot): Promise<CheckResult> {
    const [scanned = nothing] = readScannedTexts(codeBook, [check]);
    const [code = null] = await resolveCodes(db, [scanned, nothing], clock.now());
    const codeId = code ? codeIdOf(code.batchId, code.serial) : noCodeId;
    const { memberId, device } = check;
    const claim = await readClaim(db, codeId);
    const [known = null] = await readAuthenticity(db, [{ codeId, memberId, device }]);
    const productId = code?.productId ?? noProductId;
    const names = await dependencies.readProductNames(db, [productId]);
    if (!code) {
      log(check, { outcome: 'unknownCode', codeId: null, productId: null });
      if (scanned.reasonIfUnknown === 'notFound') wrongCodes.count(check);
      return { outcome: 'notOurs', reason: scanned.reasonIfUnknown };
    }
    log(check, { outcome: 'checked', codeId, productId });
    scanLog.see(code);
    const knowledge = judgeAuthenticity({
      batchId: code.batchId,
      state: code.state,
      scanned: known,
      claim,
      person: { memberId, device },
      province: dependencies.readProvince(check.address),
      limits: guards.limits,
    });
    const productName = names.get(productId) ?? '';
    return {
      outcome: 'genuine',
      productName,
      state: code.state,
      isClaimed: claim !== null,
      knowledge,
    };
  }

  return {
    /** @throws Refusal too_many_requests */
    async check(check: Check): Promise<CheckResult> {
      const guards = await guardBook.read();
      await countCheck(check.address, guards.limits);
      const nowhere = { codeId: null, productId: null };
      const block = guards.blockOf(check);
      if (block) {
        log(check, { outcome: 'blocked', ...nowhere });
        return { outcome: 'blocked', until: block.until };
      }
      const until = guards.subjectLockOf(check, clock.now());
      if (until) {
        log(check, { outcome: 'lockedOut', ...nowhere });
        return { outcome: 'lockedOut', until };
      }
      return answer(check, guards);
    },
    /** Resolves when no wrong code waits to be counted: for tests and an orderly stop. */
    idle: () => wrongCodes.idle(),
  };
}

export type CheckDesk = ReturnType<typeof createCheckDesk>;

/** About a second of guesses; beyond it the rate limits are what holds. */
const wrongWaitingMax = 5_000;

/**
 * Counts wrong codes behind the answers, many in one transaction. Not by address: that has its limits
 * of checks already, and a lock of it would keep everybody behind the same one from earning points.
 */
function createWrongCodes(dependencies: CheckDeskDependencies) {
  const { db, clock, guardBook, scanLog, onError } = dependencies;
  const batching = createBatching<ScanOrigin, void>({
    lanes: 1,
    batchMax: 500,
    waitingMax: wrongWaitingMax,
    async run(wrongs) {
      const snapshot = await guardBook.read();
      const signals = await db
        .transaction()
        .execute((tx) => countWrongSubjects(tx, snapshot, wrongs, clock.now()));
      scanLog.recordSignals(signals);
      return wrongs.map(() => undefined);
    },
  });
  return {
    count({ openId, device }: ScanOrigin): void {
      batching.add({ openId, address: null, device }).catch((error: unknown) => {
        if (!(error instanceof QueueFull)) onError(error);
      });
    },
    idle: () => batching.idle(),
  };
}
