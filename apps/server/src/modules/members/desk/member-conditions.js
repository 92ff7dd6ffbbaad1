import { sql } from 'kysely';
import { readMoment } from '../../../platform/read-moment.ts';
import { cleanLine } from '../../../platform/clean-text.ts';
/**
 * What the filter asks of table `member`; points are not its matter. Throws bad_request for a
 * moment that is none.
 */
export function memberConditions(filter, mobiles) {
    const { kind, region, tag, status, inWechat, registeredFrom, registeredTo } = filter;
    const conditions = searchConditions(filter.search ?? '', mobiles);
    if (kind)
        conditions.push(sql `kind = ${kind}`);
    if (region)
        conditions.push(...regionConditions(region));
    if (tag)
        conditions.push(sql `tags @> array[${cleanLine(tag)}::text]`);
    // Written out, so that the index of the frozen ones fits.
    if (status)
        conditions.push(status === 'frozen' ? sql `status = 'frozen'` : sql `status = 'active'`);
    if (inWechat) {
        const isBound = sql `exists (select from member_identity identity
      where identity.member_id = member.member_id)`;
        conditions.push(inWechat === 'yes' ? isBound : sql `not ${isBound}`);
    }
    if (registeredFrom)
        conditions.push(sql `created_at >= ${readMoment(registeredFrom)}`);
    if (registeredTo)
        conditions.push(sql `created_at < ${readMoment(registeredTo)}`);
    return conditions;
}
export function allOf(conditions) {
    return conditions.length === 0 ? sql `true` : sql.join(conditions, sql ` and `);
}
/** Four digits end a number, a whole number is one, anything else is part of a name or a shop. */
function searchConditions(search, mobiles) {
    const text = cleanLine(search);
    if (text === '')
        return [];
    const last4 = /^\d{4}$/.exec(text.normalize('NFKC'))?.[0];
    if (last4 !== undefined)
        return [sql `mobile_last4 = ${last4}`];
    const mobile = mobiles.find(text);
    if (mobile !== null)
        return [sql `mobile_hash = ${mobile.hash}`];
    // As the index folds it: only A–Z, whatever the locale of the database.
    const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const isPart = sql `(strpos(lower(name collate "C"), ${folded}) > 0
    or strpos(lower(shop_name collate "C"), ${folded}) > 0)`;
    return [sql `member_search_grams(name, shop_name) @> ${gramsOf(folded)}::text[]`, isPart];
}
/** The pairs of neighbours, or the one character; see migration 0011. */
function gramsOf(text) {
    const characters = Array.from(text);
    const pairs = characters.slice(1).map((character, index) => characters[index] + character);
    return pairs.length === 0 ? characters : [...new Set(pairs)];
}
/** A province takes in its cities, a city its counties: codes of one beginning stand together. */
function regionConditions(region) {
    if (!region.endsWith('00'))
        return [sql `region_code = ${region}`];
    const span = region.endsWith('0000') ? 10_000 : 100;
    const behind = String(Number(region) + span).padStart(6, '0');
    return [sql `region_code >= ${region}`, sql `region_code < ${behind}`];
}
