import { call } from './api.ts';
import { entryUrl, withoutFragment } from './entry-url.ts';

/** The part of WeChat's JS-SDK this site uses; see developers.weixin.qq.com, "JS-SDK". */
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

/** Asked twice at most: on a bad day of WeChat's the other ways to scan should not wait for it. */
const signatureMs = 5000;
const readyTimeoutMs = 8000;
let prepared: Promise<boolean> | undefined;

/** Loads and configures the JS-SDK, once per page. False when it will not work here. */
export async function prepareWechatSdk(scriptUrl: string): Promise<boolean> {
  prepared ??= prepare(scriptUrl);
  const works = await prepared;
  // The next call tries again: the network may be back.
  if (!works) prepared = undefined;
  return works;
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
  const query = { url };
  const signed = await call('GET /api/wechat/js-config', { query }, { timeoutMs: signatureMs });
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), readyTimeoutMs);
    wx.error(() => resolve(false));
    wx.config({
      debug: false,
      ...signed,
      jsApiList: ['scanQRCode'],
      openTagList: ['wx-open-subscribe'],
    });
    wx.ready(() => resolve(true));
  });
}
