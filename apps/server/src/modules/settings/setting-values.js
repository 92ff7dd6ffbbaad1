import { smsSettingsDefault } from '../sms/index.ts';
import { appealSettingsDefault, guardSettingsDefault } from './guard-settings.ts';
/** In force until somebody saves others. */
export const settingsDefault = {
    brand: { name: null, logoPictureId: null },
    points: { nameZh: '积分', nameEn: 'points' },
    guards: guardSettingsDefault,
    appeals: appealSettingsDefault,
    sms: smsSettingsDefault,
    wechat: {
        appId: '',
        originalId: '',
        accountName: '',
        messageMode: 'safe',
        onlyCallbackIps: false,
        verifyFiles: [],
        appSecret: '',
        token: '',
        encodingAesKey: '',
        encodingAesKeyPrevious: '',
    },
    // A text in the chat needs no template, so it is there from the start.
    wechatNotices: { channels: ['customerService'], templates: [] },
};
/** A new secret: absent keeps what is stored, the empty one forgets it. Blanks come with copying. */
export function mergeSecret(stored, given) {
    return given === undefined ? stored : given.toWellFormed().replace(/[\s\p{Cc}\p{Cf}]/gu, '');
}
