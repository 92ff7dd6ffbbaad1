import type { DeclaredMenu } from '@mashang/contract';

/** The menu until head office declares another one (S2). */
export function defaultMenu(publicUrl: string): DeclaredMenu {
  return {
    button: [
      { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' },
      { type: 'view', name: '网页扫码', url: `${publicUrl}/scan` },
      { type: 'view', name: '我的积分', url: `${publicUrl}/points` },
    ],
  };
}
