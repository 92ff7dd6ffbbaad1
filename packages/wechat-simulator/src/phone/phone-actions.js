import { nextNumber, nowMs } from '../context.ts';
import { deliverPush } from '../push/deliver-push.ts';
import { openChatWindow } from './chat-window.ts';
const messagesKeptMax = 200;
const smsKeptMax = 100;
/** The sentence WeChat shows when the account answers too late or with nonsense. */
const unavailableText = '该公众号暂时无法提供服务，请稍后再试';
const receivingText = '消息接收中';
/**
 * Does on the phone what a person did, tells the account, and shows the answer in the chat. The
 * promise ends when the last try has ended; the phone page does not wait for it.
 */
export async function act(context, user, event) {
    openChatWindow(context, user, event);
    const waiting = showAction(context, user, event);
    const record = await deliverPush(context, user, event);
    if (waiting)
        user.messages = user.messages.filter((message) => message !== waiting);
    if (showsAnswer(event))
        showAnswer(context, user, record);
    changed(context);
    return record;
}
/** The account writes to the user without being asked. */
export function showAccountText(context, user, text) {
    addMessage(context, user, { from: 'account', kind: 'text', text });
}
/** A template message or 订阅通知 arrives; as text for whoever does not draw cards. */
export function showCard(context, user, kind, card) {
    const lines = card.rows.map(({ name, value }) => `${name}：${value}`);
    addMessage(context, user, {
        from: 'account',
        kind,
        text: [card.title, ...lines].join('\n'),
        card,
    });
}
/** An SMS arrives; every open phone shows it, because the simulator does not know who owns a SIM. */
export function receiveSms(context, mobile, text) {
    const sms = { id: String(nextNumber(context)), at: nowMs(context), mobile, text };
    context.state.sms = [...context.state.sms, sms].slice(-smsKeptMax);
    context.store.save();
    context.live.emit({ kind: 'sms', id: sms.id });
    return sms;
}
/** Writes the state down and tells the open phone pages. */
export function changed(context) {
    context.store.save();
    context.live.emit({ kind: 'changed' });
}
function showAction(context, user, event) {
    switch (event.kind) {
        case 'subscribe':
            user.following = true;
            user.followedAt = nowMs(context);
            user.followedByScene = event.scene ?? null;
            user.pendingQr = null;
            break;
        case 'unsubscribe':
            user.following = false;
            user.followedAt = null;
            break;
        case 'user_cancellation':
            user.following = false;
            user.followedAt = null;
            user.consents = {};
            break;
        case 'text':
            addMessage(context, user, { from: 'user', kind: 'text', text: event.content });
            break;
        case 'scancode_push':
            addMessage(context, user, { from: 'system', kind: 'scanned', text: event.scanResult });
            break;
        case 'scancode_waitmsg':
            return addMessage(context, user, { from: 'system', kind: 'receiving', text: receivingText });
        default:
            break;
    }
    changed(context);
    return null;
}
/** Whose answer is looked for in the chat; after all else a page opens, or the user does not know. */
function showsAnswer({ kind }) {
    return [
        'text',
        'other',
        'subscribe',
        'SCAN',
        'CLICK',
        'scancode_push',
        'scancode_waitmsg',
    ].includes(kind);
}
function showAnswer(context, user, record) {
    if (record.outcome === 'unavailable') {
        addMessage(context, user, { from: 'system', kind: 'unavailable', text: unavailableText });
    }
    else if (record.reply?.kind === 'text') {
        addMessage(context, user, { from: 'account', kind: 'text', text: record.reply.text });
    }
    else if (record.reply?.kind === 'news') {
        const { articles } = record.reply;
        const text = articles[0]?.title ?? '';
        addMessage(context, user, { from: 'account', kind: 'news', text, articles });
    }
}
function addMessage(context, user, content) {
    const message = { id: String(nextNumber(context)), at: nowMs(context), ...content };
    user.messages = [...user.messages, message].slice(-messagesKeptMax);
    changed(context);
    return message;
}
