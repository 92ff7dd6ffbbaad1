import { WechatError } from '@mashang/wechat';
import { Refusal } from '../../../platform/errors.ts';
/**
 * Makes a temporary parametric QR of the account in force. Throws wechat_unavailable without an account,
 * and when WeChat cannot be reached or refuses.
 */
export function createSceneQrMaker(accounts) {
    return async (scene, expireSeconds) => {
        const account = await accounts.current();
        if (account === undefined)
            throw wechatUnavailable();
        try {
            const { url } = await account.client.createQr({ scene, expireSeconds });
            return { url };
        }
        catch (error) {
            if (error instanceof WechatError)
                throw wechatUnavailable();
            throw error;
        }
    };
}
const wechatUnavailable = () => new Refusal('wechat_unavailable', 503, '微信暂时连不上，请稍后再试，或用密码、短信登录', {
    retryAfterSeconds: 5,
});
