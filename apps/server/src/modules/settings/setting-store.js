import { sql } from 'kysely';
import { changedMeanwhile } from '../../platform/errors.ts';
import { deriveKey } from '../../platform/master-key.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { settingsDefault } from './setting-values.ts';
/** All settings as they stand, with the defaults of what was never saved, secrets opened. */
export async function readStoredSettings(db, masterKey) {
    const rows = await db
        .selectFrom('setting')
        .select(['name', 'value', 'secretsSealed', 'version'])
        .execute();
    const find = (name) => rows.find((row) => row.name === name);
    const open = (name) => (find(name)?.value ?? {});
    const openSecrets = (name) => {
        const sealed = find(name)?.secretsSealed;
        return sealed ? JSON.parse(unseal(keyOf(masterKey, name), sealed)) : {};
    };
    const smsSecrets = openSecrets('sms');
    const sms = { ...settingsDefault.sms, ...open('sms') };
    const wechat = { ...settingsDefault.wechat, ...open('wechat') };
    const versionOf = (name) => find(name)?.version ?? 0;
    return {
        brand: { ...settingsDefault.brand, ...open('brand') },
        points: { ...settingsDefault.points, ...open('points') },
        guards: { ...settingsDefault.guards, ...open('guards') },
        appeals: { ...settingsDefault.appeals, ...open('appeals') },
        sms: {
            ...sms,
            aliyun: { ...sms.aliyun, accessKeySecret: smsSecrets.aliyunAccessKeySecret ?? '' },
            tencent: { ...sms.tencent, secretKey: smsSecrets.tencentSecretKey ?? '' },
        },
        wechat: { ...wechat, ...openSecrets('wechat') },
        wechatNotices: {
            ...settingsDefault.wechatNotices,
            ...open('wechatNotices'),
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
/** Saves one setting whole. Of two who edited the same version one wins; throws changed_meanwhile. */
export async function saveSetting(tx, masterKey, { name, value, secrets, version, staffId, now }) {
    const fields = {
        value: JSON.stringify(value),
        secretsSealed: secrets ? seal(keyOf(masterKey, name), JSON.stringify(secrets)) : null,
        staffId,
        updatedAt: now,
    };
    const saved = version === 0
        ? await tx
            .insertInto('setting')
            .values({ name, ...fields })
            .onConflict((conflict) => conflict.doNothing())
            .returning('version')
            .executeTakeFirst()
        : await tx
            .updateTable('setting')
            .set({ ...fields, version: sql `version + 1` })
            .where('name', '=', name)
            .where('version', '=', version)
            .returning('version')
            .executeTakeFirst();
    if (!saved)
        throw changedMeanwhile();
}
/** A key for each setting: sealed bytes moved to another row do not open. */
function keyOf(masterKey, name) {
    return deriveKey(masterKey, 'settings', name);
}
