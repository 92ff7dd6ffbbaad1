import type { TextKey } from '../../shared/texts.ts';

export type WechatReading = { text: string } | { trouble: TextKey };

/**
 * Opens WeChat's scanner and waits for a code, a cancel, or a refusal (as a text to show). The JS-SDK
 * must be ready: see wechat-sdk.ts.
 */
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

function troubleOf(errMsg: string): TextKey {
  if (/cancel/i.test(errMsg)) return 'wechatCancelled';
  if (/permission|denied/i.test(errMsg)) return 'wechatDenied';
  if (/function_?not_?exist/i.test(errMsg)) return 'wechatTooOld';
  return 'wechatScanFailed';
}
