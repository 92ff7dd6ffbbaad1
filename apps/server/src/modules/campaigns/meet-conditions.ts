import type { CampaignVerdict } from '@mashang/contract';
import { provinceOf } from '@mashang/contract/region-tree';
import type { CampaignRule, Win } from './campaign-types.ts';

/** What conditions ask of a scan. */
export type AskedScan = Omit<Win, 'memberId' | 'baseFrom'> & { isFirstOfProduct: boolean };

/** Why a rule does not apply at this moment, whatever is scanned; null when it may. */
export function whyNotNow(rule: CampaignRule, at: Date): CampaignVerdict | null {
  if (rule.state !== 'running') return 'notRunning';
  if (at < rule.startsAt) return 'notStarted';
  return at < rule.endsAt ? null : 'over';
}

/** Why a rule does not apply to this scan, whatever is left of caps and budget; null when it may. */
export function whyNotThis(rule: CampaignRule, scan: AskedScan): CampaignVerdict | null {
  if (!isAmong(rule.productIds, scan.productId)) return 'otherProduct';
  if (!isInRanges(rule, scan)) return 'otherBatch';
  if (!isAmong(rule.memberKinds, scan.memberKind)) return 'otherMemberKind';
  if (!livesThere(rule, scan.regionCode)) return 'otherRegion';
  return isOccasion(rule, scan) ? null : 'notFirst';
}

function isAmong<Value>(wanted: readonly Value[], value: Value): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function isInRanges({ batchRanges }: CampaignRule, { batchId, serial }: AskedScan): boolean {
  return (
    batchRanges.length === 0 ||
    batchRanges.some(
      (range) =>
        range.batchId === batchId &&
        (range.firstSerial ?? 0) <= serial &&
        serial <= (range.lastSerial ?? Infinity),
    )
  );
}

/** A province stands for its cities. Who lives nobody knows where lives in no region. */
function livesThere({ regionCodes }: CampaignRule, regionCode: string | null): boolean {
  if (regionCodes.length === 0) return true;
  if (regionCode === null) return false;
  return regionCodes.includes(regionCode) || regionCodes.includes(provinceOf(regionCode));
}

function isOccasion({ occasion }: CampaignRule, scan: AskedScan): boolean {
  switch (occasion) {
    case 'any':
      return true;
    case 'firstEver':
      return scan.isFirstEver;
    case 'firstOfDay':
      return scan.isFirstOfDay;
    case 'firstOfProduct':
      return scan.isFirstOfProduct;
  }
}
