const defaultSettings = {
    messageMode: 'safe',
    previousEncodingAesKey: null,
    resignRetries: false,
    strictChatWindow: true,
    ipWhitelist: null,
    callbackIps: ['127.0.0.1', '::1'],
    quotas: {},
    doubleCallback: false,
    consentAnswer: 'ask',
    bizsendReturnsMsgId: true,
    reportDelayMs: 0,
    permanentQrsMax: 100_000,
    marketCodeSeconds: 3,
    marketCodeRangeMax: 50_000,
    marketCodeKey: 'simulator-16byte',
    marketCodePrefixBytes: 0,
};
/** The settings at the start. Throws RangeError for what makes no sense. */
export function firstSettings(options) {
    const { appSecret, token, webDomains, encodingAesKey } = options;
    const settings = { ...defaultSettings, appSecret, token, webDomains, encodingAesKey };
    for (const name of Object.keys(defaultSettings)) {
        if (options[name] !== undefined)
            Object.assign(settings, { [name]: options[name] });
    }
    assertPossible(settings);
    return settings;
}
/**
 * Changes settings in place. A new EncodingAESKey makes the present one the previous one.
 * Throws RangeError, and changes nothing, for what makes no sense.
 */
export function changeSettings(settings, change) {
    const isNewKey = change.encodingAesKey !== undefined && change.encodingAesKey !== settings.encodingAesKey;
    const next = {
        ...settings,
        ...(isNewKey ? { previousEncodingAesKey: settings.encodingAesKey } : {}),
        ...change,
    };
    assertPossible(next);
    Object.assign(settings, next);
}
function assertPossible(settings) {
    const { encodingAesKey, previousEncodingAesKey } = settings;
    const isKey = (key) => /^[A-Za-z0-9+/]{43}$/.test(key);
    assert(isKey(encodingAesKey), 'WECHAT_ENCODING_AES_KEY must be 43 base64 characters');
    assert(previousEncodingAesKey === null || isKey(previousEncodingAesKey), 'the previous EncodingAESKey must be 43 base64 characters');
    assert(/^[A-Za-z0-9]{3,32}$/.test(settings.token), 'WECHAT_TOKEN must be 3 to 32 letters or digits');
    assert(settings.appSecret !== '', 'WECHAT_APP_SECRET must not be empty');
    assert([16, 32].includes(Buffer.byteLength(settings.marketCodeKey)), 'marketCodeKey must have 16 or 32 bytes');
}
function assert(condition, message) {
    if (!condition)
        throw new RangeError(message);
}
