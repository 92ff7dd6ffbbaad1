import { provinces } from '@mashang/contract';
import type { MemberKind } from '@mashang/contract';
import { regionUnknown } from './errors.ts';

/** What a person says about themselves; absent fields stay as they are. */
export interface Profile {
  name?: string | undefined;
  kind?: MemberKind | undefined;
  /** GB/T 2260, six digits. */
  regionCode?: string | undefined;
}

/** Only fields worth writing, cleaned. A name of nothing visible counts as not given. */
export function cleanProfile(profile: Profile): Profile {
  const name = profile.name === undefined ? '' : cleanName(profile.name);
  if (profile.regionCode !== undefined && !isKnownRegion(profile.regionCode)) throw regionUnknown();
  return {
    ...(name === '' ? {} : { name }),
    ...(profile.kind === undefined ? {} : { kind: profile.kind }),
    ...(profile.regionCode === undefined ? {} : { regionCode: profile.regionCode }),
  };
}

/**
 * A name as it can be shown in any list: one line, without control characters (PostgreSQL refuses
 * NUL) and without direction marks, which would turn the text around it. Emoji keep their joiners.
 */
export function cleanName(name: string): string {
  const zeroWidthJoiner = '\u200d';
  return name
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === zeroWidthJoiner ? character : ''))
    .replace(/^[\s\u200d]+|[\s\u200d]+$/gu, '');
}

/** Districts change every year, provinces do not: only the province part is checked. */
function isKnownRegion(regionCode: string): boolean {
  return provinces.some(({ code }) => code.slice(0, 2) === regionCode.slice(0, 2));
}
