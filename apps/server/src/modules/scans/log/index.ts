/** The scan log: every attempt, and what is read from it. */
export { authenticityInWords } from './authenticity-in-words.ts';
export { createScanLog } from './create-scan-log.ts';
export type { ScanLog, ScanLogOptions } from './create-scan-log.ts';
export { judgeAuthenticity } from './judge-authenticity.ts';
export type { CodeKnowledge, JudgedScan, Person } from './judge-authenticity.ts';
export type { LoggedAttempt } from './logged-attempt.ts';
export { readAuthenticity } from './read-authenticity.ts';
export type { ScannedCode } from './read-authenticity.ts';
