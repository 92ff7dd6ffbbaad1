import { compareMenus } from './compare-menus.ts';
import { readDeclaredMenu } from './read-menu-state.ts';
import type { MenuTools } from './read-menu-state.ts';

/**
 * At the start: creates the declared menu when the account has none. One that differs is left alone
 * unless `overwrite` says otherwise: somebody may have made it by hand, or not yet published theirs.
 *
 * @returns what was done
 * @throws WechatError
 */
export async function syncMenu(
  tools: MenuTools,
  { overwrite }: { overwrite: boolean },
): Promise<'noAccount' | 'created' | 'unchanged' | 'different'> {
  const inForce = await tools.accounts.current();
  if (!inForce) return 'noAccount';
  const { client } = inForce;
  const { button } = await readDeclaredMenu(tools.db, tools);
  const present = await client.getMenu();
  if (present && compareMenus({ button }, present, 'zh').length === 0) return 'unchanged';
  if (present && !overwrite) return 'different';
  await client.createMenu({ button });
  return 'created';
}
