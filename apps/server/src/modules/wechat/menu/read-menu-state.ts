import type { DeclaredMenu, MenuState } from '@mashang/contract';
import type { Menu } from '@mashang/wechat';
import { WechatError } from '@mashang/wechat';
import type { Db, Tx } from '../../../platform/database.ts';
import type { Language } from '../../../texts.ts';
import { describeWechatFailure, noAccountTexts } from '../../../texts-wechat-failures.ts';
import type { WechatAccounts } from '../account/create-accounts.ts';
import { compareMenus } from './compare-menus.ts';
import { defaultMenu } from './default-menu.ts';

/** The menu among the settings; the module settings keeps it. */
export interface MenuStore {
  /** `button` is null, and the version 0, until head office declares one. */
  readMenu: (db: Db) => Promise<{ button: DeclaredMenu['button'] | null; version: number }>;
  /** Throws changed_meanwhile. */
  saveMenu: (tx: Tx, menu: StoredMenu & { staffId: number; now: Date }) => Promise<void>;
  /** Which one phones shall show: of two the one declared later. */
  noteMenuToPublish: (tx: Tx, menu: StoredMenu & { staffId: number; now: Date }) => Promise<void>;
  readMenuToPublish: (db: Db) => Promise<StoredMenu | undefined>;
}

export interface StoredMenu {
  button: DeclaredMenu['button'];
  version: number;
}

export interface MenuTools {
  db: Db;
  accounts: Pick<WechatAccounts, 'current'>;
  store: MenuStore;
  publicUrl: string;
}

/** What head office wants, or the default while it wants nothing. */
export async function readDeclaredMenu(
  db: Db,
  { store, publicUrl }: Pick<MenuTools, 'store' | 'publicUrl'>,
): Promise<StoredMenu> {
  const { button, version } = await store.readMenu(db);
  return { button: button ?? defaultMenu(publicUrl).button, version };
}

/** The declared menu beside the one phones show. When WeChat cannot be asked it says why, in words. */
export async function readMenuState(tools: MenuTools, language: Language): Promise<MenuState> {
  const { button, version } = await readDeclaredMenu(tools.db, tools);
  const declared = { button };
  const asked = await askPlatform(tools, language);
  if ('failure' in asked) {
    const { failure } = asked;
    return { declared, version, published: null, state: 'unknown', differences: [], failure };
  }
  const { published } = asked;
  const differences = published ? compareMenus(declared, published, language) : [];
  const state = !published ? 'none' : differences.length > 0 ? 'different' : 'same';
  return { declared, version, published, state, differences, failure: null };
}

async function askPlatform(
  { accounts }: MenuTools,
  language: Language,
): Promise<{ published: Menu | null } | { failure: string }> {
  const inForce = await accounts.current();
  if (!inForce) return { failure: noAccountTexts[language] };
  try {
    return { published: await inForce.client.getMenu() };
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    return { failure: describeWechatFailure(error, language) };
  }
}
