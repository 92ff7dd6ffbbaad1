import { networkOf } from '../guards/index.ts';
import type { ClaimedBatch } from './claim-batch.ts';
import type { ScanLog } from './log/index.ts';

/**
 * Hands a committed batch to the scan log: every scan but those that won, whose claim is the record,
 * every code that was met, and what head office should look at. Never waits.
 */
export function logBatch(scanLog: ScanLog, { cases, results, signals, now }: ClaimedBatch): void {
  cases.forEach(({ scan, codeId, code }, index) => {
    if (code) scanLog.see(code);
    const outcome = results[index]?.outcome;
    if (outcome === undefined || outcome === 'awarded' || outcome === 'failed') return;
    const { channel, address, device } = scan.origin;
    scanLog.record({
      scannedAt: now,
      outcome,
      channel,
      memberId: scan.memberId,
      codeId,
      productId: code?.productId ?? null,
      province: scan.province,
      network: networkOf(address),
      device,
    });
  });
  if (signals.length > 0) scanLog.recordSignals(signals);
}
