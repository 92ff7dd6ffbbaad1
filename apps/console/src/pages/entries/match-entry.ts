import type { PointsEntry } from '@mashang/contract';
import { readMobileSearch } from '../../shared/mobile.ts';
import type { EntryQuery } from './use-entry-list.ts';

/**
 * Whether a live entry belongs in the list with these filters. `maybe`: its masked mobile fits a
 * whole number, which only the server can tell for certain.
 */
export function matchEntry(entry: PointsEntry, query: EntryQuery): 'yes' | 'no' | 'maybe' {
  const { mobile, region, pointsMin = -Infinity, pointsMax = Infinity, from, to } = query;
  const same = ['kind', 'memberId', 'memberKind', 'productId', 'batchId'] as const;
  if (same.some((name) => query[name] !== undefined && entry[name] !== query[name])) return 'no';
  if (region !== undefined && !isWithin(entry.regionCode, region)) return 'no';
  if (entry.points < pointsMin || entry.points > pointsMax) return 'no';
  const time = Date.parse(entry.createdAt);
  if (from !== undefined && time < Date.parse(from)) return 'no';
  if (to !== undefined && time >= Date.parse(to)) return 'no';
  return mobile === undefined ? 'yes' : matchMobile(entry.mobileMasked, mobile);
}

/** 000000: not known; 329900: known to be that province, but not which city of it. */
function isWithin(code: string | null, region: string): boolean {
  if (region === '000000') return code === null;
  if (code === null) return false;
  if (region.endsWith('9900')) return code === `${region.slice(0, 2)}0000`;
  return region.endsWith('0000') ? code.startsWith(region.slice(0, 2)) : code === region;
}

function matchMobile(masked: string, wanted: string): 'yes' | 'no' | 'maybe' {
  const digits = readMobileSearch(wanted);
  if (digits === null || masked.slice(-4) !== digits.slice(-4)) return 'no';
  if (digits.length === 4) return 'yes';
  return masked.slice(0, 3) === digits.slice(0, 3) ? 'maybe' : 'no';
}
