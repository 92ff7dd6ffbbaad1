import { cleanFields } from './clean-fields.ts';
import { appIdInvalid, encodingAesKeyInvalid, originalIdInvalid, tokenInvalid, verifyFileTwice, } from './errors.ts';
import { readStoredSettings, saveSetting } from './setting-store.ts';
import { mergeSecret } from './setting-values.ts';
/**
 * An account may be filled in bit by bit; what is given must look right, so that a slip shows here and
 * not in the chat. Throws bad_request, changed_meanwhile.
 */
export async function saveWechat(tx, tools, body) {
    const { wechat: stored } = await readStoredSettings(tx, tools.masterKey);
    const { appId, originalId, accountName, messageMode, onlyCallbackIps, verifyFiles } = body;
    const names = cleanFields({ appId, originalId, accountName });
    const secrets = {
        appSecret: mergeSecret(stored.appSecret, body.appSecret),
        token: mergeSecret(stored.token, body.token),
        encodingAesKey: mergeSecret(stored.encodingAesKey, body.encodingAesKey),
    };
    checkAccount({ ...names, ...secrets });
    if (new Set(verifyFiles.map(({ name }) => name)).size < verifyFiles.length) {
        throw verifyFileTwice();
    }
    const encodingAesKeyPrevious = previousKey(stored, { ...names, ...secrets });
    const value = { ...names, messageMode, onlyCallbackIps, verifyFiles };
    await saveSetting(tx, tools.masterKey, {
        ...tools,
        name: 'wechat',
        value,
        secrets: { ...secrets, encodingAesKeyPrevious },
        version: body.version,
    });
}
/**
 * While the key is changed on the platform, messages sealed with the former one are still under way: the
 * last one is kept. Of another account, or beside no key at all, it opens nothing.
 */
function previousKey(stored, next) {
    if (next.encodingAesKey === '' || next.appId !== stored.appId)
        return '';
    if (next.encodingAesKey === stored.encodingAesKey)
        return stored.encodingAesKeyPrevious;
    return stored.encodingAesKey;
}
/** As the platform makes them; an empty field is one that is not filled in yet. */
function checkAccount({ appId, originalId, token, encodingAesKey, }) {
    if (!/^(?:wx[0-9a-z]{16})?$/.test(appId))
        throw appIdInvalid();
    if (!/^(?:gh_[0-9a-zA-Z]{1,37})?$/.test(originalId))
        throw originalIdInvalid();
    if (!/^(?:[0-9a-zA-Z]{3,32})?$/.test(token))
        throw tokenInvalid();
    if (!/^(?:[A-Za-z0-9+/]{43})?$/.test(encodingAesKey))
        throw encodingAesKeyInvalid();
}
