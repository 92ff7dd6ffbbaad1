/**
 * scans ★ — code + member → points. Owns claim and scan_guard.
 * Terms: a *scan* is one attempt with a text; it *claims* a code when the code pays.
 * Invariant: a code is claimed at most once, and a claim exists if and only if its entry does.
 */
export { answerChatScan } from './answer-chat-scan.ts';
export { createScanDesk } from './award-points-for-scan.ts';
export type { Scan, ScanDesk } from './award-points-for-scan.ts';
export { registerScanRoutes } from './routes.ts';
