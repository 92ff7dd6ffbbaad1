import type { BodyOf } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import type { Db, Tx } from '../../platform/database.ts';
import {
  appIdInvalid,
  brandNameEmpty,
  channelIncomplete,
  encodingAesKeyInvalid,
  originalIdInvalid,
  pointsNameEmpty,
  templateParameterInvalid,
  tokenInvalid,
} from './errors.ts';
import { readStoredSettings, saveSetting } from './setting-store.ts';
import { mergeSecret } from './setting-values.ts';
import type { WechatSettings } from './setting-values.ts';

export interface SavingTools {
  masterKey: Buffer;
  staffId: number;
  now: Date;
  /** Throws picture_not_found. */
  requirePictures: (db: Db, pictureIds: string[]) => Promise<void>;
}

/** Throws bad_request, picture_not_found, changed_meanwhile. */
export async function saveBrand(
  tx: Tx,
  tools: SavingTools,
  { name, logoPictureId, version }: BodyOf<'PUT /api/hq/settings/brand'>,
): Promise<void> {
  const cleanName = cleanLine(name);
  if (cleanName === '') throw brandNameEmpty();
  if (logoPictureId !== null) await tools.requirePictures(tx, [logoPictureId]);
  const value = { name: cleanName, logoPictureId };
  await saveSetting(tx, tools.masterKey, { ...tools, name: 'brand', value, version });
}

/** Throws bad_request, changed_meanwhile. */
export async function savePoints(
  tx: Tx,
  tools: SavingTools,
  { nameZh, nameEn, version }: BodyOf<'PUT /api/hq/settings/points'>,
): Promise<void> {
  const value = { nameZh: cleanLine(nameZh), nameEn: cleanLine(nameEn) };
  if (value.nameZh === '' || value.nameEn === '') throw pointsNameEmpty();
  await saveSetting(tx, tools.masterKey, { ...tools, name: 'points', value, version });
}

/** Throws bad_request when a channel that is to be used lacks something, changed_meanwhile. */
export async function saveSms(
  tx: Tx,
  tools: SavingTools,
  body: BodyOf<'PUT /api/hq/settings/sms'>,
): Promise<void> {
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
  if (!/^\w{0,40}$/.test(aliyun.templateParameter)) throw templateParameterInvalid();
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

/**
 * An account may be filled in bit by bit; what is given must look right, so that a slip shows here and
 * not at the next start. Throws bad_request, changed_meanwhile.
 */
export async function saveWechat(
  tx: Tx,
  tools: SavingTools,
  body: BodyOf<'PUT /api/hq/settings/wechat'>,
): Promise<void> {
  const { wechat: stored } = await readStoredSettings(tx, tools.masterKey);
  const { appId, originalId, accountName, version } = body;
  const value = cleanFields({ appId, originalId, accountName });
  const secrets = {
    appSecret: mergeSecret(stored.appSecret, body.appSecret),
    token: mergeSecret(stored.token, body.token),
    encodingAesKey: mergeSecret(stored.encodingAesKey, body.encodingAesKey),
  };
  checkWechat({ ...value, ...secrets });
  await saveSetting(tx, tools.masterKey, { ...tools, name: 'wechat', value, secrets, version });
}

/** As the platform makes them; an empty field is one that is not filled in yet. */
function checkWechat({ appId, originalId, token, encodingAesKey }: WechatSettings): void {
  if (!/^(?:wx[0-9a-z]{16})?$/.test(appId)) throw appIdInvalid();
  if (!/^(?:gh_[0-9a-zA-Z]{1,37})?$/.test(originalId)) throw originalIdInvalid();
  if (!/^(?:[0-9a-zA-Z]{3,32})?$/.test(token)) throw tokenInvalid();
  if (!/^(?:[A-Za-z0-9+/]{43})?$/.test(encodingAesKey)) throw encodingAesKeyInvalid();
}

function requireComplete(channel: string, fields: [label: string, value: string][]): void {
  const missing = fields.flatMap(([label, value]) => (value === '' ? [label] : []));
  if (missing.length > 0) throw channelIncomplete(channel, missing);
}

function cleanFields<Fields extends Record<string, string>>(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]) => [name, cleanLine(value)]);
  return Object.fromEntries(entries) as Fields;
}
