import { sql } from 'kysely';
import { createMember } from './create-member.ts';
import { nameOfNobody } from './profile.ts';
/**
 * The member of a number that has just been proven, made if there is none. Of a known member the
 * given fields change, with one exception: a record that head office made, and that its person takes
 * over only now, keeps what head office wrote; the person's words fill what was left open.
 *
 * A frozen member is found like any other: they may sign in and look, but neither earn nor redeem
 * (`requireActiveMember`). Who proved the number may see what is theirs.
 */
export async function findOrCreateMember(tx, tools, input) {
    const known = await lockMember(tx, input.mobile);
    if (known !== undefined)
        return await updateKnownMember(tx, known, input.profile);
    const { memberId, isNew } = await createMember(tx, tools.mobiles, input);
    if (isNew) {
        await tools.onMemberCreated(tx, memberId);
        return { memberId, isNew, passwordHash: null, isFrozen: false };
    }
    // Made by somebody else a moment ago.
    return await updateKnownMember(tx, await lockMemberOrThrow(tx, input.mobile), input.profile);
}
async function lockMember(tx, mobile) {
    return await tx
        .selectFrom('member')
        .select(['memberId', 'name', 'kind', 'shopName', 'regionCode', 'mobileLast4'])
        .select(['origin', 'passwordHash', 'status'])
        .where('mobileHash', '=', mobile.hash)
        .forUpdate()
        .executeTakeFirst();
}
async function lockMemberOrThrow(tx, mobile) {
    const member = await lockMember(tx, mobile);
    if (member === undefined)
        throw new Error('a member was made and is gone');
    return member;
}
async function updateKnownMember(tx, known, profile) {
    const { memberId, passwordHash } = known;
    const changes = (await isUntaken(tx, known)) ? openFieldsOf(known, profile) : profile;
    if (Object.keys(changes).length > 0) {
        await tx.updateTable('member').set(changes).where('memberId', '=', memberId).execute();
    }
    return { memberId, isNew: false, passwordHash, isFrozen: known.status === 'frozen' };
}
/** Made by head office, and its person has not been here yet. */
async function isUntaken(tx, known) {
    if (known.origin !== 'staff' && known.origin !== 'import')
        return false;
    if (known.passwordHash !== null)
        return false;
    const { rows } = await sql `
    select 1 from member_identity where member_id = ${known.memberId}
    union all
    select 1 from member_identity_former where member_id = ${known.memberId}
    limit 1`.execute(tx);
    return rows.length === 0;
}
/** `consumer` is what a record is called when nobody said otherwise, so it counts as open. */
function openFieldsOf(known, profile) {
    const isOpen = {
        name: known.name === nameOfNobody(known.mobileLast4),
        kind: known.kind === 'consumer',
        shopName: known.shopName === '',
        regionCode: known.regionCode === null,
    };
    return Object.fromEntries(Object.entries(profile).filter(([field]) => isOpen[field]));
}
