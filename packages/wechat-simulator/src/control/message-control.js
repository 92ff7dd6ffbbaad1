import { nowMs } from '../context.ts';
import { act, changed } from '../phone/phone-actions.ts';
import { followEvent, scanQr } from '../phone/scan-qr.ts';
import { answerConsent, refuseTemplate } from '../phone/subscriptions.ts';
import { activationOf, findMarketCode, ticketOf } from '../platform/market-codes.ts';
import { completeTemplate } from '../platform/templates.ts';
export function createMessageControl(context, getUser) {
    return {
        async scanQr(userId, ticketOrUrl, { follow = false } = {}) {
            const user = getUser(userId);
            const scan = scanQr(context, user, ticketOrUrl);
            if (scan.shows === 'chat')
                return { shows: scan.shows, push: await scan.told };
            const follows = scan.shows === 'profile' && follow;
            const push = follows ? await act(context, user, followEvent(context, user)) : null;
            return { shows: scan.shows, push };
        },
        templates: () => context.state.templates,
        setTemplates(templates) {
            const { appId } = context.options;
            context.state.templates = templates.map((template) => completeTemplate(appId, template));
            changed(context);
            return context.state.templates;
        },
        answerConsent: (userId, { accepted = [], rejected = [], popupScene }) => answerConsent(context, getUser(userId), { accepted, rejected }, popupScene),
        refuseTemplate: (userId, templateId) => refuseTemplate(context, getUser(userId), templateId),
        finishMarketCodes() {
            for (const application of context.state.marketApplications) {
                application.finishedAt = Math.min(application.finishedAt, nowMs(context));
            }
            context.store.save();
        },
        scanMarketCode(userId, codeOrUrl) {
            const code = findMarketCode(context, codeOrUrl);
            const activation = code && activationOf(code);
            if (!code || !activation)
                return null;
            const codeTicket = ticketOf(context, getUser(userId).openId, code);
            return { wxaAppId: activation.wxa_appid, wxaPath: activation.wxa_path, codeTicket };
        },
    };
}
