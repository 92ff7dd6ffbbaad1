import { sql } from 'kysely';
import { deriveKey } from '../../../platform/master-key.ts';
import { seal, unseal } from '../../../platform/seal.ts';
/**
 * Tokens and tickets of one account in the database, sealed, shared by every process. A lease says
 * which process asks the platform for a new one; it is measured by the database's clock, the only one
 * all of them share.
 */
export function createCredentialStore(db, masterKey, appId) {
    const key = deriveKey(masterKey, 'wechat-credential');
    return {
        async read(kind) {
            const row = await db
                .selectFrom('wechatCredential')
                .select(['valueCipher', 'expiresAt'])
                .where('appId', '=', appId)
                .where('kind', '=', kind)
                .executeTakeFirst();
            return row ? { value: unseal(key, row.valueCipher), expiresAt: row.expiresAt } : null;
        },
        async write(kind, { value, expiresAt }) {
            const valueCipher = seal(key, value);
            await db
                .insertInto('wechatCredential')
                .values({ appId, kind, valueCipher, expiresAt })
                .onConflict((conflict) => conflict.columns(['appId', 'kind']).doUpdateSet({ valueCipher, expiresAt }))
                .execute();
        },
        async expire(kind, failedValue) {
            await db.transaction().execute(async (tx) => {
                const row = await tx
                    .selectFrom('wechatCredential')
                    .select('valueCipher')
                    .where('appId', '=', appId)
                    .where('kind', '=', kind)
                    .forUpdate()
                    .executeTakeFirst();
                // Another process may have fetched a new one meanwhile: that one stays.
                if (!row || unseal(key, row.valueCipher) !== failedValue)
                    return;
                await tx
                    .deleteFrom('wechatCredential')
                    .where('appId', '=', appId)
                    .where('kind', '=', kind)
                    .execute();
            });
        },
        lease: (kind, holder, leasedMs) => takeLease(db, { appId, kind, holder, leasedMs }),
        async release(kind, holder) {
            await db
                .deleteFrom('wechatCredentialLease')
                .where('appId', '=', appId)
                .where('kind', '=', kind)
                .where('holder', '=', holder)
                .execute();
        },
    };
}
/** Of all that ask at once one gets it; the others do not, until its end. */
async function takeLease(db, lease) {
    const { appId, kind, holder, leasedMs } = lease;
    const { rows } = await sql `
    insert into wechat_credential_lease as known (app_id, kind, holder, leased_until)
    values (${appId}, ${kind}, ${holder}, clock_timestamp() + ${leasedMs} * interval '1 millisecond')
    on conflict (app_id, kind) do update
      set holder = excluded.holder, leased_until = excluded.leased_until
      where known.holder = excluded.holder or known.leased_until <= clock_timestamp()
    returning 1`.execute(db);
    return rows.length === 1;
}
