import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { changedMeanwhile } from '../../platform/errors.ts';
import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { settingsDefault } from './setting-values.ts';
import type { Secrets, SettingName, SettingsSnapshot } from './setting-values.ts';

export interface StoredSettings extends SettingsSnapshot {
  /** Counts the savings of each; 0: never saved. */
  versions: Record<keyof SettingsSnapshot, number>;
}

/** All settings as they stand, with the defaults of what was never saved, secrets opened. */
export async function readStoredSettings(db: Db, masterKey: Buffer): Promise<StoredSettings> {
  const rows = await db
    .selectFrom('setting')
    .select(['name', 'value', 'secretsSealed', 'version'])
    .execute();
  const find = (name: SettingName) => rows.find((row) => row.name === name);
  const open = <Value>(name: SettingName): Partial<Value> => (find(name)?.value ?? {}) as never;
  const openSecrets = (name: SettingName): Secrets => {
    const sealed = find(name)?.secretsSealed;
    return sealed ? (JSON.parse(unseal(keyOf(masterKey, name), sealed)) as Secrets) : {};
  };
  const smsSecrets = openSecrets('sms');
  const sms = { ...settingsDefault.sms, ...open<SettingsSnapshot['sms']>('sms') };
  const wechat = { ...settingsDefault.wechat, ...open<SettingsSnapshot['wechat']>('wechat') };
  const versionOf = (name: SettingName) => find(name)?.version ?? 0;
  return {
    brand: { ...settingsDefault.brand, ...open<SettingsSnapshot['brand']>('brand') },
    points: { ...settingsDefault.points, ...open<SettingsSnapshot['points']>('points') },
    guards: { ...settingsDefault.guards, ...open<SettingsSnapshot['guards']>('guards') },
    appeals: { ...settingsDefault.appeals, ...open<SettingsSnapshot['appeals']>('appeals') },
    sms: {
      ...sms,
      aliyun: { ...sms.aliyun, accessKeySecret: smsSecrets.aliyunAccessKeySecret ?? '' },
      tencent: { ...sms.tencent, secretKey: smsSecrets.tencentSecretKey ?? '' },
    },
    wechat: { ...wechat, ...openSecrets('wechat') },
    wechatNotices: {
      ...settingsDefault.wechatNotices,
      ...open<SettingsSnapshot['wechatNotices']>('wechatNotices'),
    },
    versions: {
      brand: versionOf('brand'),
      points: versionOf('points'),
      guards: versionOf('guards'),
      appeals: versionOf('appeals'),
      sms: versionOf('sms'),
      wechat: versionOf('wechat'),
      wechatNotices: versionOf('wechatNotices'),
    },
  };
}

export interface SettingWrite {
  name: SettingName;
  value: object;
  secrets?: Secrets;
  /** What the person saw when they began to edit; 0: never saved. */
  version: number;
  staffId: number;
  now: Date;
}

/** Saves one setting whole. Of two who edited the same version one wins; throws changed_meanwhile. */
export async function saveSetting(
  tx: Tx,
  masterKey: Buffer,
  { name, value, secrets, version, staffId, now }: SettingWrite,
): Promise<void> {
  const fields = {
    value: JSON.stringify(value),
    secretsSealed: secrets ? seal(keyOf(masterKey, name), JSON.stringify(secrets)) : null,
    staffId,
    updatedAt: now,
  };
  const saved =
    version === 0
      ? await tx
          .insertInto('setting')
          .values({ name, ...fields })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await tx
          .updateTable('setting')
          .set({ ...fields, version: sql<number>`version + 1` })
          .where('name', '=', name)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst();
  if (!saved) throw changedMeanwhile();
}

/** A key for each setting: sealed bytes moved to another row do not open. */
function keyOf(masterKey: Buffer, name: SettingName): Buffer {
  return deriveKey(masterKey, 'settings', name);
}
