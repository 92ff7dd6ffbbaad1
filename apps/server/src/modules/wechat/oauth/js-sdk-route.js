import { WechatError } from '@mashang/wechat';
import { Refusal } from '../../../platform/errors.ts';
/** Signs wx.config for pages of this site only: a signature for others would lend them our name. */
export function registerJsSdkRoute(route, dependencies) {
    const { accounts, publicUrl } = dependencies;
    const ownOrigin = new URL(publicUrl).origin;
    route('GET /api/wechat/js-config', async ({ query, request }) => {
        const inForce = await accounts.current();
        if (!inForce)
            throw wechatUnavailable();
        if (URL.parse(query.url)?.origin !== ownOrigin) {
            throw new Refusal('url_not_ours', 400, '只能为本站页面签名');
        }
        try {
            const signed = await inForce.client.signJsApiUrl(query.url);
            return { ...signed, timestamp: Number(signed.timestamp) };
        }
        catch (error) {
            if (!(error instanceof WechatError))
                throw error;
            request.log.warn({ errcode: error.errcode, endpoint: error.endpoint }, 'no JS-SDK signature');
            throw wechatUnavailable();
        }
    });
}
const wechatUnavailable = () => new Refusal('wechat_unavailable', 503, '微信暂时连不上，请用相机、照片或手动输入', {
    retryAfterSeconds: 5,
});
