import { sealAddress, unsealAddress } from './address-seal.ts';
import { addressLimitReached, addressNotFound } from './errors.ts';
export const addressesMax = 20;
/** The default first, then the newest. */
export async function listAddresses(db, masterKey, memberId) {
    const rows = await db
        .selectFrom('memberAddress')
        .select(['addressId', 'sealed', 'isDefault'])
        .where('memberId', '=', memberId)
        .orderBy('isDefault', 'desc')
        .orderBy('addressId', 'desc')
        .execute();
    return rows.map(({ addressId, sealed, isDefault }) => ({
        addressId,
        ...unsealAddress(masterKey, memberId, sealed),
        isDefault,
    }));
}
/** Adds an address; the first one is the default. Throws address_limit_reached. */
export async function addAddress(tx, { masterKey, now }, input) {
    const { memberId, address } = input;
    const kept = await lockBook(tx, memberId);
    if (kept.length >= addressesMax)
        throw addressLimitReached(addressesMax);
    const isDefault = input.isDefault || kept.length === 0;
    if (isDefault)
        await clearDefault(tx, memberId);
    const { addressId } = await tx
        .insertInto('memberAddress')
        .values({
        memberId,
        sealed: sealAddress(masterKey, memberId, address),
        isDefault,
        createdAt: now,
        updatedAt: now,
    })
        .returning('addressId')
        .executeTakeFirstOrThrow();
    return { addressId, ...address, isDefault };
}
/**
 * Changes an address. The default stays the default until another one is made it: there is always
 * exactly one. Throws address_not_found.
 */
export async function changeAddress(tx, { masterKey, now }, input) {
    const { memberId, addressId, address } = input;
    const former = (await lockBook(tx, memberId)).find((kept) => kept.addressId === addressId);
    if (former === undefined)
        throw addressNotFound();
    const isDefault = input.isDefault || former.isDefault;
    if (isDefault && !former.isDefault)
        await clearDefault(tx, memberId);
    await tx
        .updateTable('memberAddress')
        .set({ sealed: sealAddress(masterKey, memberId, address), isDefault, updatedAt: now })
        .where('addressId', '=', addressId)
        .execute();
    return { addressId, ...address, isDefault };
}
/** Forgets an address; the newest of the others becomes the default. Throws address_not_found. */
export async function deleteAddress(tx, input) {
    const { memberId, addressId } = input;
    const kept = await lockBook(tx, memberId);
    const former = kept.find((address) => address.addressId === addressId);
    if (former === undefined)
        throw addressNotFound();
    await tx.deleteFrom('memberAddress').where('addressId', '=', addressId).execute();
    const heir = kept.find((address) => address !== former);
    if (!former.isDefault || heir === undefined)
        return;
    await tx
        .updateTable('memberAddress')
        .set({ isDefault: true })
        .where('addressId', '=', heir.addressId)
        .execute();
}
/** Changes of one book go one by one: locks its owner, then reads what is in it, the newest first. */
async function lockBook(tx, memberId) {
    await tx
        .selectFrom('member')
        .select('memberId')
        .where('memberId', '=', memberId)
        .forNoKeyUpdate()
        .executeTakeFirstOrThrow();
    return await tx
        .selectFrom('memberAddress')
        .select(['addressId', 'isDefault'])
        .where('memberId', '=', memberId)
        .orderBy('addressId', 'desc')
        .execute();
}
async function clearDefault(tx, memberId) {
    await tx
        .updateTable('memberAddress')
        .set({ isDefault: false })
        .where('memberId', '=', memberId)
        .where('isDefault', '=', true)
        .execute();
}
