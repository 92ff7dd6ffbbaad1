import type { Db } from '../../platform/database.ts';
import type { Mobile, MobileReader } from './mobile.ts';

/** A member's number in the clear, to send something to it. Never log it. */
export async function readOwnMobile(
  db: Db,
  mobiles: MobileReader,
  memberId: number,
): Promise<Mobile> {
  const { mobileCipher, mobileHash } = await db
    .selectFrom('member')
    .select(['mobileCipher', 'mobileHash'])
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow();
  return mobiles.read(mobiles.decrypt(mobileCipher, mobileHash));
}
