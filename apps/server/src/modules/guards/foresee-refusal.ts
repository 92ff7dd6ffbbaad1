import type { MemberKind } from '@mashang/contract';
import { beijingDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { refusalTexts } from '../../texts-alarms.ts';
import type { GuardSnapshot } from './create-guard-book.ts';

/**
 * Why a member would be turned away at that moment, whatever they scan; null when not. For head
 * office that tries what a scan would earn: nothing is locked or counted.
 */
export async function foreseeRefusal(
  db: Db,
  snapshot: GuardSnapshot,
  member: { memberId: number; kind: MemberKind; at: Date; language: 'zh' | 'en' },
): Promise<string | null> {
  const { memberId, kind, at, language } = member;
  const words = refusalTexts[language];
  if (snapshot.blockOf({ memberId, openId: null, address: null })) return words.blocked;
  const row = await db
    .selectFrom('guardMember')
    .select(['day', 'claimsToday', 'lockedUntil'])
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  if (!row) return null;
  if (row.lockedUntil && row.lockedUntil > at) return words.locked(row.lockedUntil);
  const limit = snapshot.dailyClaimsMaxOf(memberId, kind);
  return row.day === beijingDay(at) && row.claimsToday >= limit ? words.dailyLimit(limit) : null;
}
