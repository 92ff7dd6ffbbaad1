import type { DeclaredMenu } from '@mashang/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import type { SavingTools } from './save-settings.ts';
import { saveSetting } from './setting-store.ts';

/** A menu of the Official Account, and which of head office's savings it is. */
interface StoredMenu {
  button: DeclaredMenu['button'];
  version: number;
}

type Saving = StoredMenu & Pick<SavingTools, 'staffId' | 'now'>;

/** Where the menu of the account is kept. What may stand in one is judged by the module wechat. */
export interface WechatMenuStore {
  /** The menu head office declared; null, with version 0, while it never did. */
  readMenu(db: Db): Promise<{ button: DeclaredMenu['button'] | null; version: number }>;
  /** Throws changed_meanwhile. */
  saveMenu(tx: Tx, menu: Saving): Promise<void>;
  /** Remembers the menu phones shall show; of two who publish at once the later one stays. */
  noteMenuToPublish(tx: Tx, menu: Saving): Promise<void>;
  /** The one that was to be published last; undefined while none was. */
  readMenuToPublish(db: Db): Promise<StoredMenu | undefined>;
}

export function createWechatMenuStore({ masterKey }: { masterKey: Buffer }): WechatMenuStore {
  return {
    async readMenu(db) {
      const row = await readRow(db, 'wechatMenu');
      if (!row) return { button: null, version: 0 };
      return { button: (row.value as unknown as DeclaredMenu).button, version: row.version };
    },
    saveMenu: (tx, { button, ...saving }) =>
      saveSetting(tx, masterKey, { name: 'wechatMenu', value: { button }, ...saving }),
    noteMenuToPublish,
    async readMenuToPublish(db) {
      const row = await readRow(db, 'wechatMenuToPublish');
      return row && (row.value as unknown as StoredMenu);
    },
  };
}

async function noteMenuToPublish(tx: Tx, { button, version, staffId, now }: Saving): Promise<void> {
  const fields = { value: JSON.stringify({ button, version }), staffId, updatedAt: now };
  await tx
    .insertInto('setting')
    .values({ name: 'wechatMenuToPublish', ...fields })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet(fields)
        .where(sql<boolean>`(setting.value ->> 'version')::integer <= ${version}`),
    )
    .execute();
}

function readRow(db: Db, name: string) {
  return db
    .selectFrom('setting')
    .select(['value', 'version'])
    .where('name', '=', name)
    .executeTakeFirst();
}
