import { settingsDefault } from './index.ts';
/** What an administrator's page sends, complete and at version 0. */
export const aliyun = {
    accessKeyId: 'LTAI-test-key',
    signName: '好味道',
    templateCode: 'SMS_1',
    templateParameter: 'code',
};
export const tencent = { secretId: '', sdkAppId: '', signName: '', templateId: '', region: '' };
export const smsBody = {
    providers: ['aliyun'],
    priceMilliyuan: 45,
    monthlyBudgetYuan: 100,
    alarmPercent: 80,
    perNumberAndDayMax: 10,
    perAddressAndHourMax: 30,
    perMinuteMax: 300,
    aliyun: { ...aliyun, accessKeySecret: 'Aliyun0Secret' },
    tencent,
    version: 0,
};
export const wechatBody = {
    appId: 'wx0123456789abcdef',
    originalId: 'gh_0123456789ab',
    accountName: '好味道',
    messageMode: 'safe',
    onlyCallbackIps: false,
    verifyFiles: [],
    appSecret: 'App0Secret0App0Secret',
    token: 'Token0Token',
    encodingAesKey: 'k'.repeat(43),
    version: 0,
};
export const guardBody = { ...settingsDefault.guards, version: 0 };
export const appealBody = { ...settingsDefault.appeals, version: 0 };
