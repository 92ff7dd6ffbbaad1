import { PlatformError } from './platform-error.ts';
/** Types with a `key` that comes back in an event, and those that open something. */
const keyTypes = new Set([
    'click',
    'scancode_push',
    'scancode_waitmsg',
    'pic_sysphoto',
    'pic_photo_or_album',
    'pic_weixin',
    'location_select',
]);
const otherTypes = new Set([
    'view',
    'miniprogram',
    'media_id',
    'article_id',
    'article_view_limited',
]);
/** Error codes differ between the bar and its sub-menus, so both sets are named once here. */
const barLimits = {
    count: 3,
    nameBytes: 16,
    codes: { count: 40016, type: 40017, name: 40018, key: 40019, url: 40020 },
};
const subLimits = {
    count: 5,
    nameBytes: 60,
    codes: { count: 40023, type: 40024, name: 40025, key: 40026, url: 40027 },
};
const keyBytesMax = 128;
const urlBytesMax = 1024;
/**
 * Reads the body of `menu/create` under the platform's rules: 1–3 buttons, 1–5 below each, lengths
 * in UTF-8 bytes. Throws PlatformError 40015–40027, 40033, 40055 or 47001.
 */
export function readMenu(body) {
    if (/\\u[0-9a-fA-F]{4}/.test(body)) {
        throw new PlatformError(40033, 'invalid charset. please check your request, if include \\uxxxx will create fail!');
    }
    const parsed = parse(body);
    const buttons = isRecord(parsed) ? parsed['button'] : undefined;
    if (!Array.isArray(buttons))
        throw new PlatformError(40016, 'invalid button size');
    return { button: readButtons(buttons, barLimits) };
}
function readButtons(buttons, limits) {
    if (buttons.length < 1 || buttons.length > limits.count) {
        throw new PlatformError(limits.codes.count, 'invalid button size');
    }
    return buttons.map((button) => readButton(button, limits));
}
function readButton(button, limits) {
    if (!isRecord(button))
        throw new PlatformError(40015, 'invalid menu type');
    const name = button['name'];
    if (!isText(name, limits.nameBytes)) {
        throw new PlatformError(limits.codes.name, 'invalid button name size');
    }
    const children = button['sub_button'];
    if (Array.isArray(children) && children.length > 0) {
        if (limits === subLimits)
            throw new PlatformError(40022, 'invalid sub button level');
        return { name, sub_button: readButtons(children, subLimits) };
    }
    return { ...readAction(button, limits), name, sub_button: [] };
}
function readAction(button, limits) {
    const type = button['type'];
    if (typeof type !== 'string' || !(keyTypes.has(type) || otherTypes.has(type))) {
        throw new PlatformError(limits.codes.type, 'invalid button type');
    }
    if (keyTypes.has(type) && !isText(button['key'], keyBytesMax)) {
        throw new PlatformError(limits.codes.key, 'invalid button key size');
    }
    if (type === 'view' || type === 'miniprogram')
        checkUrl(button['url'], limits);
    return button;
}
function checkUrl(url, limits) {
    if (!isText(url, urlBytesMax))
        throw new PlatformError(limits.codes.url, 'invalid button url size');
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
        throw new PlatformError(40055, 'invalid button url domain');
    }
}
function isText(value, bytesMax) {
    return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= bytesMax;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function parse(body) {
    try {
        return JSON.parse(body);
    }
    catch {
        throw new PlatformError(47001, 'data format error');
    }
}
