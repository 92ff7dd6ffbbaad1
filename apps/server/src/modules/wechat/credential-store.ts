import type { CredentialStore } from '@mashang/wechat';
import type { Db } from '../../platform/database.ts';
import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';

/** Tokens and tickets of one account in the database, sealed, shared by every process. */
export function createCredentialStore(db: Db, masterKey: Buffer, appId: string): CredentialStore {
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
        .onConflict((conflict) =>
          conflict.columns(['appId', 'kind']).doUpdateSet({ valueCipher, expiresAt }),
        )
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
        if (!row || unseal(key, row.valueCipher) !== failedValue) return;
        await tx
          .deleteFrom('wechatCredential')
          .where('appId', '=', appId)
          .where('kind', '=', kind)
          .execute();
      });
    },
  };
}
