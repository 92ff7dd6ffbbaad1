import { findQr, isExpired } from '../platform/qr-codes.ts';
import { act, changed } from './phone-actions.ts';
import { currentUser } from './phone-user.ts';
/** Scans a parametric QR, known by what it says or by its ticket, with WeChat's own 扫一扫. */
export function scanQr(context, user, ticketOrUrl) {
    const qr = findQr(context, ticketOrUrl);
    if (!qr)
        return { shows: 'unknown' };
    if (isExpired(context, qr))
        return { shows: 'expired' };
    const { scene, ticket } = qr;
    if (user.following)
        return { shows: 'chat', told: act(context, user, { kind: 'SCAN', scene, ticket }) };
    user.pendingQr = ticket;
    changed(context);
    return { shows: 'profile' };
}
/** What following tells the account: the scene of the QR that led there, if one did. */
export function followEvent(context, user) {
    const qr = user.pendingQr === null ? undefined : findQr(context, user.pendingQr);
    return qr ? { kind: 'subscribe', scene: qr.scene, ticket: qr.ticket } : { kind: 'subscribe' };
}
/** `POST /phone/qr {url}` for addresses that begin with `http(s)://weixin.qq.com/q/`. */
export function registerQrScan(app, context) {
    const url = { type: 'string', minLength: 1, maxLength: 1024 };
    const body = {
        type: 'object',
        required: ['url'],
        additionalProperties: false,
        properties: { url },
    };
    app.post('/phone/qr', { schema: { body } }, (request, reply) => {
        const { shows } = scanQr(context, currentUser(context, request, reply), request.body.url);
        return { shows };
    });
}
