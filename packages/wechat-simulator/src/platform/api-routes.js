import { changed } from '../phone/phone-actions.ts';
import { registerAccountRoutes } from './account-routes.ts';
import { issuePlainToken, issueStableToken, issueTicket } from './credentials.ts';
import { registerCustomerServiceRoutes } from './customer-service-routes.ts';
import { registerMarketCodeRoutes } from './market-code-routes.ts';
import { readMenu } from './menu-rules.ts';
import { PlatformError } from './platform-error.ts';
import { registerQrRoutes } from './qr-routes.ts';
import { countCall } from './quotas.ts';
import { bodyText, readJson } from './read-body.ts';
import { authorize, checkAccount, checkAddress, pathOf, speakLikeThePlatform, } from './speak-like-the-platform.ts';
import { registerSubscriptionRoutes } from './subscription-routes.ts';
import { registerTemplateRoutes } from './template-routes.ts';
/** The part of api.weixin.qq.com this product uses. Every answer is HTTP 200, refusals too. */
export async function registerApiRoutes(app, context) {
    await app.register(async (api) => {
        speakLikeThePlatform(api, context);
        registerCredentialRoutes(api, context);
        registerAccountRoutes(api, context);
        registerMenuRoutes(api, context);
        registerQrRoutes(api, context);
        registerCustomerServiceRoutes(api, context);
        registerTemplateRoutes(api, context);
        registerSubscriptionRoutes(api, context);
        registerMarketCodeRoutes(api, context);
    });
}
function registerCredentialRoutes(api, context) {
    api.post('/cgi-bin/stable_token', (request) => {
        const input = readJson(request.body);
        checkGrant(input['grant_type']);
        checkAccount(context, input['appid'], input['secret']);
        checkAddress(context, request);
        countCall(context, pathOf(request));
        return issueStableToken(context, input['force_refresh'] === true);
    });
    api.get('/cgi-bin/token', (request) => {
        checkGrant(request.query['grant_type']);
        checkAccount(context, request.query['appid'], request.query['secret']);
        checkAddress(context, request);
        countCall(context, pathOf(request));
        return issuePlainToken(context);
    });
    api.get('/cgi-bin/ticket/getticket', (request) => {
        authorize(context, request);
        if (request.query['type'] !== 'jsapi')
            throw new PlatformError(40097, 'invalid args');
        return { errcode: 0, errmsg: 'ok', ...issueTicket(context) };
    });
}
function registerMenuRoutes(api, context) {
    const done = { errcode: 0, errmsg: 'ok' };
    api.post('/cgi-bin/menu/create', (request) => {
        authorize(context, request);
        context.state.menu = readMenu(bodyText(request.body));
        context.state.menuId = 400_000_000 + Math.floor(context.options.now().getTime() / 1000);
        changed(context);
        return done;
    });
    api.get('/cgi-bin/menu/get', (request) => {
        authorize(context, request);
        if (!context.state.menu)
            throw new PlatformError(46003, 'menu no exist');
        return { menu: { ...context.state.menu, menuid: context.state.menuId } };
    });
    api.get('/cgi-bin/menu/delete', (request) => {
        authorize(context, request);
        context.state.menu = null;
        changed(context);
        return done;
    });
}
function checkGrant(grantType) {
    if (grantType !== 'client_credential')
        throw new PlatformError(40002, 'invalid grant_type');
}
