import type { Db } from '../../platform/database.ts';
import { unsealAddress } from './address-seal.ts';
import type { AddressDetails } from './address-seal.ts';
import { addressNotFound } from './errors.ts';

/** One address of a member's own book, in the clear. Throws address_not_found. */
export async function readAddress(
  db: Db,
  masterKey: Buffer,
  input: { memberId: number; addressId: number },
): Promise<AddressDetails> {
  const { memberId, addressId } = input;
  const row = await db
    .selectFrom('memberAddress')
    .select('sealed')
    .where('addressId', '=', addressId)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  if (row === undefined) throw addressNotFound();
  return unsealAddress(masterKey, memberId, row.sealed);
}
