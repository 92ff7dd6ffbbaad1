import { sql } from 'kysely';
import { nameOfNobody } from '../profile.ts';
import { insertMembers } from './insert-members.ts';
import { tagsMax } from './judge-import-row.ts';
/**
 * Makes the members whose numbers are new, and brings the others up to date: only what the file
 * gives changes, and its tags are added. Whether a number is new is decided here, not by the check.
 */
export async function writeImportedMembers(tx, { mobiles, onMemberCreated, now }, members) {
    const made = await insertMembers(tx, { mobiles, origin: 'import', now }, members.map(({ mobile, tags, ...given }) => ({
        mobile,
        tags,
        name: given.name ?? nameOfNobody(mobile.last4),
        kind: given.kind ?? 'consumer',
        shopName: given.shopName ?? '',
        regionCode: given.regionCode,
        remark: given.remark ?? '',
    })));
    for (const memberId of [...made.values()].sort((a, b) => a - b)) {
        await onMemberCreated(tx, memberId);
    }
    const known = members.filter(({ mobile }) => !made.has(mobile.hash.toString('hex')));
    if (known.length > 0)
        await updateKnown(tx, known);
}
async function updateKnown(tx, members) {
    const hashes = members.map(({ mobile }) => mobile.hash);
    const { rows } = await sql `
    select member_id, mobile_hash, tags from member where mobile_hash = any(${hashes}::bytea[])
    order by mobile_hash for no key update`.execute(tx);
    const givenOf = new Map(members.map((member) => [member.mobile.hash.toString('hex'), member]));
    const changes = rows.map(({ memberId, mobileHash, tags }) => {
        const given = givenOf.get(mobileHash.toString('hex'));
        const allTags = [...new Set([...tags, ...given.tags])].slice(0, Math.max(tagsMax, tags.length));
        const { name, kind, shopName, regionCode, remark } = given;
        return { memberId, name, kind, shopName, regionCode, remark, tags: allTags };
    });
    await sql `update member set
      name = coalesce(given.name, member.name),
      kind = coalesce(given.kind, member.kind),
      shop_name = coalesce(given."shopName", member.shop_name),
      region_code = coalesce(given."regionCode", member.region_code),
      remark = coalesce(given.remark, member.remark),
      tags = given.tags
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as given ("memberId" bigint,
      name text, kind text, "shopName" text, "regionCode" text, remark text, tags text[])
    where member.member_id = given."memberId"`.execute(tx);
}
