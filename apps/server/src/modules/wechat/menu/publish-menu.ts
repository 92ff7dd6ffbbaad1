import type { MenuState } from '@mashang/contract';
import type { WechatClient } from '@mashang/wechat';
import { WechatError } from '@mashang/wechat';
import { changedMeanwhile } from '../../../platform/errors.ts';
import type { Language } from '../../../texts.ts';
import { noAccount, refusedByWechat } from '../errors.ts';
import { readDeclaredMenu, readMenuState } from './read-menu-state.ts';
import type { MenuTools, StoredMenu } from './read-menu-state.ts';

/** So often somebody may publish a later menu while ours is on its way. */
const roundsMax = 10;

/**
 * Makes phones show the menu of that version, and reads back what they show. Throws changed_meanwhile
 * for a version that is not the declared one, wechat_unavailable with the remedy.
 */
export async function publishMenu(
  tools: MenuTools,
  input: { version: number; staffId: number; now: Date; language: Language },
): Promise<MenuState> {
  const { language } = input;
  const wanted = await noteWhatIsWanted(tools, input);
  const inForce = await tools.accounts.current();
  if (!inForce) throw noAccount(language);
  try {
    await createWanted(tools, inForce.client, wanted);
  } catch (error) {
    throw error instanceof WechatError ? refusedByWechat(error, language) : error;
  }
  return await readMenuState(tools, language);
}

async function noteWhatIsWanted(
  tools: MenuTools,
  { version, staffId, now }: { version: number; staffId: number; now: Date },
): Promise<StoredMenu> {
  return await tools.db.transaction().execute(async (tx) => {
    const declared = await readDeclaredMenu(tx, tools);
    if (declared.version !== version) throw changedMeanwhile();
    await tools.store.noteMenuToPublish(tx, { ...declared, staffId, now });
    return declared;
  });
}

/**
 * Calls of two who publish at once may arrive in either order. Whoever finds, after theirs, that a
 * later menu is wanted, may have overwritten it, and sends that one.
 */
async function createWanted(
  { db, store }: MenuTools,
  client: WechatClient,
  first: StoredMenu,
): Promise<void> {
  let wanted = first;
  for (let round = 1; round <= roundsMax; round++) {
    await client.createMenu({ button: wanted.button });
    const latest = await store.readMenuToPublish(db);
    if (!latest || latest.version <= wanted.version) return;
    wanted = latest;
  }
}
