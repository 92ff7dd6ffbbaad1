import { cleanWholeProfile } from './profile.ts';
/**
 * Writes what a member says about themselves. Entries made before keep the kind and the region they
 * were made with. Throws bad_request for a name of nothing visible or an unknown region.
 */
export async function updateOwnProfile(tx, memberId, profile) {
    await tx
        .updateTable('member')
        .set(cleanWholeProfile(profile))
        .where('memberId', '=', memberId)
        .execute();
}
