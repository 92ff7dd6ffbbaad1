import { randomUUID } from 'node:crypto';
import type { Route } from '../../platform/http.ts';
import { createPace } from '../../platform/pace.ts';
import type { ScanDesk } from './award-points-for-scan.ts';
import { outcomeInWords } from './outcome-in-words.ts';

/** Twenty a second: no hand is so fast. Every refused scan is a line of the log. */
const scansPerMinuteMax = 1_200;

/** Binds the scan itself. */
export function registerScanRoutes(route: Route, scanDesk: ScanDesk): void {
  const keepPace = createPace({ perMinuteMax: scansPerMinuteMax });
  route('POST /api/scans', async ({ body, caller }) => {
    const { memberId, address, device, openId, language } = caller;
    keepPace(memberId);
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
