import { foreignHosts } from '../menu/clean-menu.ts';
import { compareMenus } from '../menu/compare-menus.ts';
import { readDeclaredMenu } from '../menu/read-menu-state.ts';
import type { Check } from './check-tools.ts';
import { failed, passed, warning } from './check-tools.ts';

/** Phones show the declared menu, and it leads to our own pages. */
export const checkMenu: Check = async ({ client, tools, said, language }) => {
  const { button } = await readDeclaredMenu(tools.db, tools);
  const published = await client.getMenu();
  if (!published) return failed(said.menu.none);
  const differences = compareMenus({ button }, published, language);
  if (differences.length > 0) return failed(said.menu.different(differences));
  const hosts = foreignHosts({ button }, tools.publicUrl);
  return hosts.length > 0 ? warning(said.menu.foreign(hosts)) : passed(said.menu.same);
};
