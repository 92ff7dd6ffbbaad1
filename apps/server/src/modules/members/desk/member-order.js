import { sql } from 'kysely';
import { Refusal } from '../../../platform/errors.ts';
import { readCursor } from '../../../platform/paging.ts';
const createdAtKey = sql `(extract(epoch from created_at) * 1000000)::bigint`;
/** The orders `member` itself has an index for. */
export const memberOrders = {
    newest: {
        key: createdAtKey,
        orderBy: sql `created_at desc, member_id desc`,
        behind: ({ key, memberId }) => sql `(created_at, member_id) < (${momentOf(key)}::timestamptz, ${memberId}::bigint)`,
    },
    oldest: {
        key: createdAtKey,
        orderBy: sql `created_at, member_id`,
        behind: ({ key, memberId }) => sql `(created_at, member_id) > (${momentOf(key)}::timestamptz, ${memberId}::bigint)`,
    },
    name: {
        key: sql `name`,
        orderBy: sql `name collate "zh-x-icu", member_id`,
        behind: ({ key, memberId }) => sql `(name collate "zh-x-icu", member_id)
        > (${String(key)}::text collate "zh-x-icu", ${memberId}::bigint)`,
    },
};
/** Throws bad_request for a cursor of another order, or none of ours. */
export function readPosition(cursor, sort) {
    const position = readCursor(cursor, isPosition);
    if (position !== null && position.sort !== sort) {
        throw new Refusal('bad_request', 400, '换了排序方式，请从第一页重新查询');
    }
    return position;
}
function isPosition(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { sort, key, memberId } = value;
    if (!Number.isSafeInteger(memberId))
        return false;
    if (sort === 'name')
        return typeof key === 'string' && isStorable(key);
    if (sort === 'points')
        return Number.isSafeInteger(key);
    const isMoment = Number.isSafeInteger(key) && key >= 0;
    return (sort === 'newest' || sort === 'oldest') && isMoment;
}
/** PostgreSQL takes neither NUL nor half of a surrogate pair. */
function isStorable(text) {
    return text.isWellFormed() && !text.includes('\0');
}
/** PostgreSQL counts microseconds, a Date only milliseconds. */
function momentOf(key) {
    const microseconds = Number(key);
    const moment = new Date(Math.floor(microseconds / 1000)).toISOString();
    return moment.replace('Z', `${String(microseconds % 1000).padStart(3, '0')}Z`);
}
