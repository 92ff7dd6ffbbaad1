import type { Menu, WechatClient } from '@mashang/wechat';

/** The account's menu as the product wants it (S2). */
export function declaredMenu(publicUrl: string): Menu {
  return {
    button: [
      { type: 'scancode_waitmsg', name: '扫码积分', key: 'SCAN_POINTS' },
      { type: 'view', name: '网页扫码', url: `${publicUrl}/scan` },
      { type: 'view', name: '我的积分', url: `${publicUrl}/points` },
    ],
  };
}

/**
 * Creates the menu when the account has none. A menu somebody made by hand is left alone unless
 * `overwrite` says otherwise. @returns what was done
 */
export async function syncMenu(
  client: WechatClient,
  publicUrl: string,
  overwrite: boolean,
): Promise<'created' | 'unchanged' | 'different'> {
  const wanted = declaredMenu(publicUrl);
  const present = await client.getMenu();
  if (present && sameMenu(present, wanted)) return 'unchanged';
  if (present && !overwrite) return 'different';
  await client.createMenu(wanted);
  return 'created';
}

function sameMenu(a: Menu, b: Menu): boolean {
  return canonical(a) === canonical(b);
}

/** Fields in one order, whatever order the platform returns them in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
