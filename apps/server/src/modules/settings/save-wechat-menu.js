import { sql } from 'kysely';
import { saveSetting } from './setting-store.ts';
export function createWechatMenuStore({ masterKey }) {
    return {
        async readMenu(db) {
            const row = await readRow(db, 'wechatMenu');
            if (!row)
                return { button: null, version: 0 };
            return { button: row.value.button, version: row.version };
        },
        saveMenu: (tx, { button, ...saving }) => saveSetting(tx, masterKey, { name: 'wechatMenu', value: { button }, ...saving }),
        noteMenuToPublish,
        async readMenuToPublish(db) {
            const row = await readRow(db, 'wechatMenuToPublish');
            return row && row.value;
        },
    };
}
async function noteMenuToPublish(tx, { button, version, staffId, now }) {
    const fields = { value: JSON.stringify({ button, version }), staffId, updatedAt: now };
    await tx
        .insertInto('setting')
        .values({ name: 'wechatMenuToPublish', ...fields })
        .onConflict((conflict) => conflict
        .column('name')
        .doUpdateSet(fields)
        .where(sql `(setting.value ->> 'version')::integer <= ${version}`))
        .execute();
}
function readRow(db, name) {
    return db
        .selectFrom('setting')
        .select(['value', 'version'])
        .where('name', '=', name)
        .executeTakeFirst();
}
