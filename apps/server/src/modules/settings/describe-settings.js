import { readStoredSettings } from './setting-store.ts';
/** All settings as head office sees them: of a secret only whether there is one. */
export async function describeSettings(db, tools) {
    const stored = await readStoredSettings(db, tools.masterKey);
    const { brand, points, guards, appeals, sms, wechat, wechatNotices, versions } = stored;
    const { accessKeySecret, ...aliyun } = sms.aliyun;
    const { secretKey, ...tencent } = sms.tencent;
    const { appSecret, token, encodingAesKey, encodingAesKeyPrevious, ...account } = wechat;
    return {
        brand: { ...brand, name: brand.name ?? tools.brandName, version: versions.brand },
        points: { ...points, version: versions.points },
        guards: { ...guards, version: versions.guards },
        appeals: { ...appeals, version: versions.appeals },
        sms: {
            ...sms,
            aliyun: { ...aliyun, accessKeySecretIsSet: accessKeySecret !== '' },
            tencent: { ...tencent, secretKeyIsSet: secretKey !== '' },
            inForce: await tools.readSmsChannels(),
            version: versions.sms,
        },
        wechat: {
            ...account,
            appSecretIsSet: appSecret !== '',
            tokenIsSet: token !== '',
            encodingAesKeyIsSet: encodingAesKey !== '',
            encodingAesKeyPreviousIsSet: encodingAesKeyPrevious !== '',
            inForce: await tools.readAccountSource(),
            callbackUrl: `${tools.publicUrl}/wechat/callback`,
            version: versions.wechat,
        },
        wechatNotices: { ...wechatNotices, version: versions.wechatNotices },
    };
}
