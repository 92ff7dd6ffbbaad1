import { randomUUID } from 'node:crypto';
import type { Route } from '../../platform/http.ts';
import type { ScanDesk } from './award-points-for-scan.ts';
import { outcomeInWords } from './outcome-in-words.ts';

/** Binds the scan itself. */
export function registerScanRoutes(route: Route, scanDesk: ScanDesk): void {
  route('POST /api/scans', async ({ body, caller }) => {
    const result = await scanDesk.awardPointsForScan({
      memberId: caller.memberId,
      text: body.text,
      scanType: body.scanType ?? 'qrcode',
      attemptId: body.attemptId ?? randomUUID(),
    });
    return outcomeInWords(result, caller.language);
  });
}
