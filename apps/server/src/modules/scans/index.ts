/**
 * scans ★ — code + member → points. Owns claim, scan_log, scanned_code and
 * batch_scan_count.
 * Terms: a *scan* is one attempt with a text; it *claims* a code when the code pays.
 * Invariant: a code is claimed at most once, and a claim exists if and only if its entry does.
 */
export { answerChatScan } from './answer-chat-scan.ts';
export { createScanDesk } from './award-points-for-scan.ts';
export type { ScanDesk, ScanDeskOptions } from './award-points-for-scan.ts';
export { countClaimsBetween, hasClaimsBetween } from './has-claims-between.ts';
export {
  createCheckDesk,
  createScanLog,
  ensureScanLogPartitions,
  readBatchScans,
  readCodeHistory,
  readScanFacts,
  registerScanLogRoutes,
} from './log/index.ts';
export type {
  CheckDesk,
  CodeKnowledge,
  LoggedAttempt,
  ScanLog,
  ScanLogOptions,
  ScanLogRouteDependencies,
} from './log/index.ts';
export { readClaim } from './log/read-claim.ts';
export { registerScanRoutes } from './routes.ts';
export type { Scan, ScanOrigin } from './scan-result.ts';
