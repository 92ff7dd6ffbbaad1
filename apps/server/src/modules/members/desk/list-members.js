import { sql } from 'kysely';
import { writeCursor } from '../../../platform/paging.ts';
import { allOf, memberConditions } from './member-conditions.ts';
import { memberOrders, readPosition } from './member-order.ts';
import { readMembers } from './read-members.ts';
/** So few are sorted or picked out in memory. */
const fewMax = 2_000;
/** Read at a time where the other table must say which of them count, and how often for one page. */
const chunkRows = 1_000;
const chunksMax = 5;
/**
 * A page of members. Their points are another module's: where neither side alone is selective the
 * page may be shorter than asked for, while `next` goes on. Throws bad_request for a foreign cursor.
 */
export async function listMembers(tools, filter, page) {
    const sort = filter.sort ?? 'newest';
    const step = {
        conditions: memberConditions(filter, tools.mobiles),
        range: rangeOf(filter),
        after: readPosition(page.cursor, sort),
        limit: page.limit,
    };
    const { found, next } = sort === 'points' ? await listByPoints(tools, step) : await listByKey(tools, sort, step);
    const memberIds = found.map(({ memberId }) => memberId);
    return { rows: await readMembers(tools.db, tools, memberIds), next: writeCursor(next) };
}
function rangeOf({ pointsMin, pointsMax }) {
    const min = pointsMin === undefined || pointsMin === 0 ? {} : { min: pointsMin };
    const range = { ...min, ...(pointsMax === undefined ? {} : { max: pointsMax }) };
    return Object.keys(range).length === 0 ? null : range;
}
async function listByKey(tools, sort, step) {
    const { range, limit } = step;
    if (range === null) {
        const rows = await readChunk(tools.db, sort, step, limit + 1);
        return cutPage(sort, rows, limit, null);
    }
    const accounts = await tools.listAccountsByBalance(tools.db, { ...range, limit: fewMax + 1 });
    if (accounts.length > fewMax)
        return pickByBalance(tools, sort, { ...step, range });
    const inRange = isOneOf(accounts.map(({ memberId }) => memberId));
    const narrow = { ...step, conditions: [...step.conditions, inRange] };
    return cutPage(sort, await readChunk(tools.db, sort, narrow, limit + 1), limit, null);
}
/** Walks the members in order and keeps those with the right balance. */
async function pickByBalance({ db, filterByBalance }, sort, step) {
    const picked = [];
    let { after } = step;
    for (let chunk = 0; chunk < chunksMax && picked.length <= step.limit; chunk += 1) {
        const rows = await readChunk(db, sort, { ...step, after }, chunkRows);
        const ids = rows.map(({ memberId }) => memberId);
        const fitting = await filterByBalance(db, ids, step.range);
        picked.push(...rows.filter(({ memberId }) => fitting.has(memberId)));
        const last = rows.at(-1);
        if (last === undefined || rows.length < chunkRows) {
            return cutPage(sort, picked, step.limit, null);
        }
        after = { sort, ...last };
    }
    return cutPage(sort, picked, step.limit, after);
}
async function readChunk(db, sort, { conditions, after }, limit) {
    const { key, orderBy, behind } = memberOrders[sort];
    const all = after === null ? conditions : [...conditions, behind(after)];
    const { rows } = await sql `select ${key} as key, member_id from member
    where ${allOf(all)} order by ${orderBy} limit ${limit}`.execute(db);
    return rows;
}
async function listByPoints(tools, step) {
    const { db } = tools;
    if (step.conditions.length > 0) {
        const { rows } = await sql `select member_id from member
      where ${allOf(step.conditions)} limit ${fewMax + 1}`.execute(db);
        const ids = rows.map(({ memberId }) => memberId);
        if (ids.length <= fewMax)
            return sortByBalance(tools, ids, step);
    }
    return walkAccounts(tools, step);
}
async function sortByBalance({ db, readBalances }, memberIds, { range, after, limit }) {
    const balances = await readBalances(db, memberIds);
    const found = memberIds
        .map((memberId) => ({ memberId, key: balances.get(memberId)?.balance ?? 0 }))
        .filter(({ key }) => key >= (range?.min ?? 0) && key <= (range?.max ?? Infinity))
        .sort((a, b) => b.key - a.key || b.memberId - a.memberId)
        .filter(({ key, memberId }) => {
        if (after === null)
            return true;
        return key < Number(after.key) || (key === after.key && memberId < after.memberId);
    });
    return cutPage('points', found, limit, null);
}
/** Walks the accounts, the fullest first, and keeps those whose members the filter lets through. */
async function walkAccounts({ db, listAccountsByBalance }, { conditions, range, after: start, limit }) {
    const picked = [];
    let after = start;
    const rowsAtOnce = conditions.length === 0 ? limit + 1 : chunkRows;
    for (let chunk = 0; chunk < chunksMax && picked.length <= limit; chunk += 1) {
        const accounts = await listAccountsByBalance(db, {
            ...range,
            ...(after === null
                ? {}
                : { after: { balance: Number(after.key), memberId: after.memberId } }),
            limit: rowsAtOnce,
        });
        const ids = accounts.map(({ memberId }) => memberId);
        const { rows } = await sql `select member_id from member
      where ${allOf([...conditions, isOneOf(ids)])}`.execute(db);
        const fitting = new Set(rows.map(({ memberId }) => memberId));
        const fitted = accounts.filter(({ memberId }) => fitting.has(memberId));
        picked.push(...fitted.map(({ balance, memberId }) => ({ key: balance, memberId })));
        const last = accounts.at(-1);
        if (last === undefined || accounts.length < rowsAtOnce) {
            return cutPage('points', picked, limit, null);
        }
        after = { sort: 'points', key: last.balance, memberId: last.memberId };
    }
    return cutPage('points', picked, limit, after);
}
function isOneOf(memberIds) {
    return sql `member_id = any(${memberIds}::bigint[])`;
}
/** @param examined where the walk stopped, if it did before the end */
function cutPage(sort, rows, limit, examined) {
    const found = rows.slice(0, limit);
    const last = found.at(-1);
    if (rows.length > limit && last !== undefined)
        return { found, next: { sort, ...last } };
    return { found, next: examined };
}
