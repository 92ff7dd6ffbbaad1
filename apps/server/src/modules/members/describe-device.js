/** The first that fits: every browser claims to be several older ones. */
const browsers = [
    [/MicroMessenger/i, 'WeChat'],
    [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
    [/HuaweiBrowser/i, 'Huawei Browser'],
    [/MiuiBrowser/i, 'Mi Browser'],
    [/HeyTapBrowser/i, 'OPPO Browser'],
    [/VivoBrowser/i, 'vivo Browser'],
    [/UCBrowser/i, 'UC'],
    [/QQBrowser/i, 'QQ Browser'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/Chrome\/|CriOS\//, 'Chrome'],
    [/Safari\//, 'Safari'],
];
const systems = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/HarmonyOS|OpenHarmony/i, 'HarmonyOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Macintosh/, 'Mac'],
    [/CrOS/, 'Chromebook'],
    [/Linux/, 'Linux'],
];
/** What a browser says of itself, as its owner would: 「iPhone · 微信」. It may lie; nothing depends on it. */
export function describeDevice(userAgent, language) {
    const browser = nameIn(browsers, userAgent);
    const parts = [
        nameIn(systems, userAgent),
        browser === 'WeChat' && language === 'zh' ? '微信' : browser,
    ].filter((part) => part !== undefined);
    if (parts.length > 0)
        return parts.join(' · ');
    return language === 'zh' ? '未知设备' : 'Unknown device';
}
function nameIn(names, userAgent) {
    return names.find(([pattern]) => pattern.test(userAgent))?.[1];
}
