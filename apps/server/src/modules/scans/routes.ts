import { randomUUID } from 'node:crypto';
import type { Route } from '../../platform/http.ts';
import type { ScanDesk } from './award-points-for-scan.ts';
import { outcomeInWords } from './outcome-in-words.ts';

/** Binds the scan itself. */
export function registerScanRoutes(route: Route, scanDesk: ScanDesk): void {
  route('POST /api/scans', async ({ body, caller }) => {
    const { memberId, address, device, openId, language } = caller;
    const result = await scanDesk.awardPointsForScan({
      memberId,
      text: body.text,
      scanType: body.scanType ?? 'qrcode',
      attemptId: body.attemptId ?? randomUUID(),
      origin: { channel: 'page', address, device, openId },
    });
    return outcomeInWords(result, language);
  });
}
