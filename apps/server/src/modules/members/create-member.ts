import type { Tx } from '../../platform/database.ts';
import type { Mobile, MobileReader } from './mobile.ts';
import { cleanProfile } from './profile.ts';
import type { Profile } from './profile.ts';

/**
 * The member of a mobile number, made if there is none. However many ask at once, one of them makes
 * it (`isNew`); a profile is kept only by that one.
 */
export async function createMember(
  tx: Tx,
  mobiles: MobileReader,
  input: { mobile: Mobile; profile: Profile; now: Date },
): Promise<{ memberId: number; isNew: boolean }> {
  const { mobile } = input;
  const profile = cleanProfile(input.profile);
  const made = await tx
    .insertInto('member')
    .values({
      mobileHash: mobile.hash,
      mobileCipher: mobiles.encrypt(mobile),
      mobileMasked: mobile.masked,
      mobileLast4: mobile.last4,
      name: profile.name ?? `会员${mobile.last4}`,
      kind: profile.kind ?? 'consumer',
      regionCode: profile.regionCode ?? null,
      createdAt: input.now,
    })
    .onConflict((conflict) => conflict.column('mobileHash').doNothing())
    .returning('memberId')
    .executeTakeFirst();
  if (made !== undefined) return { memberId: made.memberId, isNew: true };
  // The insert waited for whoever was first, so the row is committed and visible by now.
  const { memberId } = await tx
    .selectFrom('member')
    .select('memberId')
    .where('mobileHash', '=', mobile.hash)
    .executeTakeFirstOrThrow();
  return { memberId, isNew: false };
}
