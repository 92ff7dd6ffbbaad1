import { randomInt } from 'node:crypto';
import { act, changed, receiveSms } from '../phone/phone-actions.ts';
import { addPhoneUser } from '../phone/phone-routes.ts';
import { expireAccessTokens, expireTicket, revokeAccessTokens } from '../platform/credentials.ts';
import { changeSettings } from '../platform/settings.ts';
import { replayPush } from '../push/deliver-push.ts';
import { signEcho } from '../push/sign-push.ts';
import { createFaultControl } from './fault-control.ts';
import { createMessageControl } from './message-control.ts';
export function createControl(context) {
    const { state } = context;
    return {
        ...createFaultControl(context),
        ...createMessageControl(context, (id) => getUser(context, id)),
        expireAccessTokens: () => expireAccessTokens(context),
        revokeAccessTokens: () => revokeAccessTokens(context),
        expireTicket: () => expireTicket(context),
        settings: () => context.settings,
        changeSettings(change) {
            changeSettings(context.settings, change);
            changed(context);
            return context.settings;
        },
        users: () => state.users,
        addUser: (name) => addPhoneUser(context, name),
        changeUser(id, change) {
            const user = Object.assign(getUser(context, id), change);
            changed(context);
            return user;
        },
        messages: (userId) => getUser(context, userId).messages,
        menu: () => state.menu,
        pushEvent: (userId, event) => act(context, getUser(context, userId), event),
        pushes: () => context.pushes,
        replayPush(number, body) {
            const record = context.pushes.find((known) => known.number === number);
            if (!record)
                throw new RangeError(`There is no push ${number}.`);
            return replayPush(context, record, body);
        },
        async whenQuiet() {
            while (context.background.size > 0)
                await Promise.all(context.background);
        },
        sendSms: (mobile, text) => receiveSms(context, mobile, text),
        smsOutbox: () => state.sms,
        setShelf(bottles) {
            state.shelf = bottles.map((bottle) => ({ ...bottle }));
            changed(context);
        },
        setCallbackUrl: (url) => void (context.callbackUrl = url),
        setDevice: (device) => void (context.device = device),
        verifyCallbackUrl: () => verifyCallbackUrl(context),
    };
}
function getUser(context, id) {
    const user = context.state.users.find((known) => known.id === id);
    if (!user)
        throw new RangeError(`The phone has no user ${id}.`);
    return user;
}
async function verifyCallbackUrl(context) {
    const echo = String(randomInt(2 ** 47));
    const timeout = AbortSignal.timeout(context.options.pushTimeoutMs);
    const response = await fetch(signEcho(context, echo), {
        redirect: 'manual',
        signal: AbortSignal.any([timeout, context.closing.signal]),
    });
    const body = await response.text();
    return { ok: response.status === 200 && body === echo, status: response.status, body };
}
