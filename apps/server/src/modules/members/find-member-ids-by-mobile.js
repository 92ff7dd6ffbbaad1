import { createMobileReader } from './mobile.ts';
/** Far more members share four digits than anybody reads; a list is narrowed by the whole number. */
const membersMax = 1_000;
/** Members by a whole number or by its last four digits; anything else finds nobody. */
export async function findMemberIdsByMobile(db, masterKey, text) {
    const mobile = createMobileReader(masterKey).find(text);
    const last4 = /^\d{4}$/.exec(text.normalize('NFKC').trim())?.[0];
    if (mobile === null && last4 === undefined)
        return [];
    const members = db.selectFrom('member').select('memberId');
    const rows = await (mobile !== null
        ? members.where('mobileHash', '=', mobile.hash)
        : members.where('mobileLast4', '=', last4 ?? ''))
        .orderBy('memberId', 'desc')
        .limit(membersMax)
        .execute();
    return rows.map(({ memberId }) => memberId);
}
