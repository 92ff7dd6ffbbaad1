import { cleanLine } from '../../platform/clean-text.ts';
import { cleanFields } from './clean-fields.ts';
import { brandNameEmpty, channelIncomplete, pointsNameEmpty, templateParameterInvalid, } from './errors.ts';
import { readStoredSettings, saveSetting } from './setting-store.ts';
import { mergeSecret } from './setting-values.ts';
/** Throws bad_request, picture_not_found, changed_meanwhile. */
export async function saveBrand(tx, tools, { name, logoPictureId, version }) {
    const cleanName = cleanLine(name);
    if (cleanName === '')
        throw brandNameEmpty();
    if (logoPictureId !== null)
        await tools.requirePictures(tx, [logoPictureId]);
    const value = { name: cleanName, logoPictureId };
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'brand', value, version });
}
/** Throws bad_request, changed_meanwhile. */
export async function savePoints(tx, tools, { nameZh, nameEn, version }) {
    const value = { nameZh: cleanLine(nameZh), nameEn: cleanLine(nameEn) };
    if (value.nameZh === '' || value.nameEn === '')
        throw pointsNameEmpty();
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'points', value, version });
}
/** Throws bad_request when a channel that is to be used lacks something, changed_meanwhile. */
export async function saveSms(tx, tools, body) {
    const { sms: stored } = await readStoredSettings(tx, tools.masterKey);
    const { version, aliyun: givenAliyun, tencent: givenTencent, ...common } = body;
    const { accessKeySecret, ...openAliyun } = givenAliyun;
    const { secretKey, ...openTencent } = givenTencent;
    const aliyun = cleanFields(openAliyun);
    const tencent = cleanFields(openTencent);
    const secrets = {
        aliyunAccessKeySecret: mergeSecret(stored.aliyun.accessKeySecret, accessKeySecret),
        tencentSecretKey: mergeSecret(stored.tencent.secretKey, secretKey),
    };
    if (!/^\w{0,40}$/.test(aliyun.templateParameter))
        throw templateParameterInvalid();
    if (common.providers.includes('aliyun')) {
        requireComplete('阿里云短信', [
            ['AccessKey ID', aliyun.accessKeyId],
            ['AccessKey Secret', secrets.aliyunAccessKeySecret],
            ['短信签名', aliyun.signName],
            ['模板编号', aliyun.templateCode],
            ['模板变量名', aliyun.templateParameter],
        ]);
    }
    if (common.providers.includes('tencent')) {
        requireComplete('腾讯云短信', [
            ['SecretId', tencent.secretId],
            ['SecretKey', secrets.tencentSecretKey],
            ['SdkAppId', tencent.sdkAppId],
            ['短信签名', tencent.signName],
            ['模板编号', tencent.templateId],
            ['地域', tencent.region],
        ]);
    }
    const value = { ...common, aliyun, tencent };
    await saveSetting(tx, tools.masterKey, { ...tools, name: 'sms', value, secrets, version });
}
function requireComplete(channel, fields) {
    const missing = fields.flatMap(([label, value]) => (value === '' ? [label] : []));
    if (missing.length > 0)
        throw channelIncomplete(channel, missing);
}
