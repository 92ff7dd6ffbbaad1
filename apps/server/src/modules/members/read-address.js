import { unsealAddress } from './address-seal.ts';
import { addressNotFound } from './errors.ts';
/** One address of a member's own book, in the clear. Throws address_not_found. */
export async function readAddress(db, masterKey, input) {
    const { memberId, addressId } = input;
    const row = await db
        .selectFrom('memberAddress')
        .select('sealed')
        .where('addressId', '=', addressId)
        .where('memberId', '=', memberId)
        .executeTakeFirst();
    if (row === undefined)
        throw addressNotFound();
    return unsealAddress(masterKey, memberId, row.sealed);
}
