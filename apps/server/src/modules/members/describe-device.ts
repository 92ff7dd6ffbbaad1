type Names = readonly (readonly [pattern: RegExp, name: string])[];

/** The first that fits: every browser claims to be several older ones. */
const browsers: Names = [
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

const systems: Names = [
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
export function describeDevice(userAgent: string, language: 'zh' | 'en'): string {
  const browser = nameIn(browsers, userAgent);
  const parts = [
    nameIn(systems, userAgent),
    browser === 'WeChat' && language === 'zh' ? '微信' : browser,
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  return language === 'zh' ? '未知设备' : 'Unknown device';
}

function nameIn(names: Names, userAgent: string): string | undefined {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1];
}
