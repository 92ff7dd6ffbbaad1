import type { Authenticity } from '@mashang/contract';
import { formatMoment, t } from '../../shared/language.ts';

type Known = Pick<Authenticity, 'firstScannedAt' | 'firstProvince' | 'scans' | 'people'>;

/** When and where a code was scanned first, as far as that is known; empty when it is not. */
export function firstScanText({ firstScannedAt, firstProvince }: Known): string {
  if (!firstScannedAt) return '';
  const moment = formatMoment(firstScannedAt);
  return firstProvince ? t('authWhere', { moment, province: firstProvince }) : moment;
}

/** How often and by how many it was scanned, this time among them. */
export function scansText({ scans, people }: Known): string {
  return t('authTimesByPeople', { scans, people });
}
