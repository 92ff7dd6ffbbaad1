/** The scan log: every attempt, and what is read from it. */
export { authenticityInWords } from './authenticity-in-words.ts';
export { createCheckDesk } from './check-authenticity.ts';
export type { CheckDesk, CheckDeskDependencies } from './check-authenticity.ts';
export { createScanLog } from './create-scan-log.ts';
export type { ScanLog, ScanLogOptions } from './create-scan-log.ts';
export { ensureScanLogPartitions } from './ensure-scan-log-partitions.ts';
export { judgeAuthenticity } from './judge-authenticity.ts';
export type { CodeKnowledge, JudgedScan, Person } from './judge-authenticity.ts';
export type { LoggedAttempt } from './logged-attempt.ts';
export { readBatchScans } from './read-batch-scans.ts';
export type { BatchScans } from './read-batch-scans.ts';
export { readAuthenticity } from './read-authenticity.ts';
export type { ScannedCode } from './read-authenticity.ts';
export { readCodeHistory } from './read-code-history.ts';
export { readScanFacts } from './read-scan-facts.ts';
export { registerScanLogRoutes } from './routes.ts';
export type { ScanLogRouteDependencies } from './routes.ts';
