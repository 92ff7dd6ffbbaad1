import { createHash, randomBytes } from 'node:crypto';
import { encryptMessage } from '@mashang/wechat';
import { nowMs } from '../context.ts';
import { element } from './event-xml.ts';
const staleSeconds = 3600;
/** A push in the account's mode, or a forgery of one. `sender` is the openid in the query. */
export function signPush(context, push) {
    const { forgery } = push;
    const { messageMode } = context.settings;
    const isPlain = messageMode === 'plain' || forgery === 'plain' || forgery === 'unsigned';
    const query = signedQuery(context, forgery === 'stale' ? staleSeconds : 0);
    if (forgery === 'wrong signature')
        query.signature = wrongSignature();
    const url = new URL(context.callbackUrl);
    if (forgery === 'unsigned') {
        setQuery(url, { openid: push.sender });
    }
    else {
        setQuery(url, { ...query, openid: push.sender });
    }
    if (isPlain) {
        const body = forgery === 'tampered' ? withOtherSender(push) : push.xml;
        return { url: url.href, body };
    }
    return { url: url.href, body: encryptedBody(context, push, query, url) };
}
/** The address the console calls when somebody saves the callback settings. */
export function signEcho(context, echo) {
    const url = new URL(context.callbackUrl);
    setQuery(url, { ...signedQuery(context, 0), echostr: echo });
    return url.href;
}
/** Safe: receiver and ciphertext only. Compatible: the clear fields as well. Adds to the query. */
function encryptedBody(context, push, query, url) {
    const { options, settings } = context;
    const { encrypt, msgSignature } = encryptMessage({
        encodingAesKey: settings.encodingAesKey,
        appId: push.forgery === 'other appid' ? 'wx0000000000000000' : options.appId,
        message: push.xml,
        token: settings.token,
        timestamp: query.timestamp,
        nonce: query.nonce,
    });
    const signature = push.forgery === 'wrong signature' ? wrongSignature() : msgSignature;
    setQuery(url, { encrypt_type: 'aes', msg_signature: signature });
    const sent = element('Encrypt', push.forgery === 'tampered' ? tamper(encrypt) : encrypt);
    if (settings.messageMode === 'safe' && push.forgery !== 'clear fields') {
        return `<xml>${element('ToUserName', options.originalId)}${sent}</xml>`;
    }
    const clear = push.forgery === 'clear fields' ? withOtherSender(push) : push.xml;
    return clear.replace(/<\/xml>$/, () => `${sent}</xml>`);
}
function signedQuery(context, ageSeconds) {
    const timestamp = String(Math.floor(nowMs(context) / 1000) - ageSeconds);
    const nonce = String(randomBytes(4).readUInt32BE());
    // Written here once more, not borrowed from the client: the two sides check each other.
    const sorted = [context.settings.token, timestamp, nonce].sort().join('');
    return { signature: createHash('sha1').update(sorted).digest('hex'), timestamp, nonce };
}
function wrongSignature() {
    return randomBytes(20).toString('hex');
}
/** Another letter in the middle: still base64, still whole blocks. */
function tamper(encrypt) {
    const middle = Math.floor(encrypt.length / 2);
    const other = encrypt[middle] === 'A' ? 'B' : 'A';
    return `${encrypt.slice(0, middle)}${other}${encrypt.slice(middle + 1)}`;
}
/** The same message as if somebody else had sent it. */
function withOtherSender({ sender, xml }) {
    const other = `o${createHash('sha256').update(sender).digest('base64url').slice(0, 27)}`;
    return xml.replaceAll(sender, other);
}
function setQuery(url, query) {
    for (const [name, value] of Object.entries(query))
        url.searchParams.set(name, value);
}
