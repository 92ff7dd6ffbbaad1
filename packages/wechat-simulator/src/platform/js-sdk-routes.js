import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signJsApi } from '@mashang/wechat';
import { isWebDomain } from './oauth-routes.ts';
const scriptFile = join(import.meta.dirname, '../../js-sdk/jweixin-1.6.0.js');
/** The script of the JS-SDK, and the check behind `wx.config` that the phone asks for. */
export function registerJsSdkRoutes(app, context) {
    const script = readFileSync(scriptFile, 'utf8');
    app.get('/open/js/jweixin-1.6.0.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
    const text = { type: 'string', maxLength: 4096 };
    const properties = {
        ...{ appId: text, timestamp: text, nonceStr: text },
        ...{ signature: text, url: text, firstUrl: text },
    };
    const body = { type: 'object', required: Object.keys(properties), properties };
    app.post('/open/js/verify', { schema: { body } }, (request) => ({
        errMsg: checkConfig(context, request.body),
    }));
}
/** What `wx.config` answers: `config:ok`, or the reason in the platform's words. */
function checkConfig(context, check) {
    if (check.appId !== context.options.appId)
        return 'config:invalid appid';
    // iOS keeps the address its web view first loaded; Android follows pushState.
    const url = context.device === 'ios' ? check.firstUrl : check.url;
    if (!isWebDomain(context, url))
        return 'config:invalid url domain';
    const ticket = context.state.ticket?.value;
    if (!ticket || check.nonceStr === '' || check.timestamp === '')
        return 'config:invalid signature';
    const { nonceStr, timestamp } = check;
    const expected = signJsApi({ ticket, nonceStr, timestamp, url });
    return check.signature === expected ? 'config:ok' : 'config:invalid signature';
}
