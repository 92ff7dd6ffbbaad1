import { createWechatClient } from '@mashang/wechat';
import { createCredentialStore } from './credential-store.ts';
/**
 * The account in force: the environment's credentials, otherwise those of the settings; what else
 * there is to decide always comes from the settings, but for the environment's own message mode.
 */
export function createWechatAccounts(options) {
    const { config, readSettings } = options;
    let known;
    let made;
    /** The same one as long as it would speak the same: it holds fetches under way. */
    function clientOf(account) {
        const key = JSON.stringify([account.appId, account.appSecret]);
        if (made?.key !== key)
            made = { key, client: makeClient(options, account) };
        return made.client;
    }
    function choose(settings) {
        const account = config.wechat
            ? environmentAccount(config.wechat, settings)
            : settingsAccount(settings, config.brandName);
        return account && { account, client: clientOf(account) };
    }
    return {
        async current() {
            const settings = await readSettings();
            if (known?.settings !== settings)
                known = { settings, inForce: choose(settings) };
            return known.inForce;
        },
        forget() {
            known = undefined;
        },
    };
}
function environmentAccount(config, settings) {
    const { appId, appSecret, token, encodingAesKey, encodingAesKeyPrevious } = config;
    return {
        ...{ appId, appSecret, token, originalId: config.originalId, accountName: config.accountName },
        encodingAesKeys: keysOf(encodingAesKey, encodingAesKeyPrevious),
        messageMode: config.messageMode ?? settings.messageMode,
        onlyCallbackIps: settings.onlyCallbackIps,
        verifyFiles: settings.verifyFiles,
        source: 'environment',
    };
}
/** Undefined until everything is filled in: half an account would answer wrongly, not at all later. */
function settingsAccount(settings, brandName) {
    const { appId, appSecret, token, encodingAesKey, originalId } = settings;
    if ([appId, appSecret, token, encodingAesKey, originalId].includes(''))
        return undefined;
    return {
        ...{ appId, appSecret, token, originalId },
        accountName: settings.accountName || brandName,
        encodingAesKeys: keysOf(encodingAesKey, settings.encodingAesKeyPrevious),
        messageMode: settings.messageMode,
        onlyCallbackIps: settings.onlyCallbackIps,
        verifyFiles: settings.verifyFiles,
        source: 'settings',
    };
}
function keysOf(present, previous) {
    return previous === '' || previous === present ? [present] : [present, previous];
}
function makeClient({ db, masterKey, clock, config, onTrouble, log }, { appId, appSecret }) {
    const { apiUrl, oauthUrl } = config.wechatAddresses;
    return createWechatClient({
        ...{ appId, appSecret, apiUrl, oauthUrl, onTrouble },
        now: () => clock.now(),
        credentialStore: createCredentialStore(db, masterKey, appId),
        ...(log ? { log } : {}),
    });
}
