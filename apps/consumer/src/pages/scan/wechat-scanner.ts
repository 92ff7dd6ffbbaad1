import { call } from '../../shared/api.ts';
import type { TextKey } from '../../shared/texts.ts';

/** The part of WeChat's JS-SDK this page uses; see developers.weixin.qq.com, "JS-SDK". */
interface WechatSdk {
  config(options: Record<string, unknown>): void;
  ready(callback: () => void): void;
  error(callback: (failure: { errMsg?: string }) => void): void;
  scanQRCode(options: {
    needResult: 0 | 1;
    scanType: ('qrCode' | 'barCode')[];
    success: (result: { resultStr: string }) => void;
    cancel: () => void;
    fail: (failure: { errMsg?: string }) => void;
  }): void;
}

declare global {
  interface Window {
    wx?: WechatSdk;
  }
}

export type WechatReading = { text: string } | { trouble: TextKey };

/** iOS checks a signature against the first address its web view loaded, so it is kept. */
const entryUrl = withoutFragment(location.href);
const readyTimeoutMs = 8000;
let prepared: Promise<boolean> | undefined;

/** Loads and configures the JS-SDK, once per page. False when scanning will not work here. */
export async function prepareWechatScanner(scriptUrl: string): Promise<boolean> {
  prepared ??= prepare(scriptUrl);
  const works = await prepared;
  // The next call tries again: the network may be back.
  if (!works) prepared = undefined;
  return works;
}

/** Opens WeChat's scanner and waits for a code, a cancel, or a refusal (as a text to show). */
export async function scanWithWechat(): Promise<WechatReading> {
  const { wx } = window;
  if (!wx) return { trouble: 'wechatNotReady' };
  return new Promise((resolve) => {
    wx.scanQRCode({
      needResult: 1,
      scanType: ['qrCode', 'barCode'],
      success: ({ resultStr }) =>
        resolve(resultStr ? { text: resultStr } : { trouble: 'wechatScanFailed' }),
      cancel: () => resolve({ trouble: 'wechatCancelled' }),
      fail: ({ errMsg = '' }) => resolve({ trouble: troubleOf(errMsg) }),
    });
  });
}

async function prepare(scriptUrl: string): Promise<boolean> {
  try {
    await loadScript(scriptUrl);
    const currentUrl = withoutFragment(location.href);
    const onApple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
    const urls = onApple ? [entryUrl, currentUrl] : [currentUrl, entryUrl];
    for (const url of new Set(urls)) if (await configure(url)) return true;
    return false;
  } catch {
    return false;
  }
}

async function loadScript(scriptUrl: string): Promise<void> {
  if (window.wx) return;
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptUrl;
    script.onload = resolve;
    script.onerror = () => reject(new Error('JS-SDK did not load'));
    document.head.append(script);
  });
}

async function configure(url: string): Promise<boolean> {
  const { wx } = window;
  if (!wx) return false;
  const signed = await call('GET /api/wechat/js-config', { query: { url } });
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), readyTimeoutMs);
    wx.error(() => resolve(false));
    wx.config({ debug: false, ...signed, jsApiList: ['scanQRCode'] });
    wx.ready(() => resolve(true));
  });
}

function troubleOf(errMsg: string): TextKey {
  if (/cancel/i.test(errMsg)) return 'wechatCancelled';
  if (/permission|denied/i.test(errMsg)) return 'wechatDenied';
  if (/function_?not_?exist/i.test(errMsg)) return 'wechatTooOld';
  return 'wechatScanFailed';
}

function withoutFragment(url: string): string {
  return url.split('#')[0] ?? url;
}
