import type { Clock } from '../../../platform/clock.ts';
import type { Route } from '../../../platform/http.ts';
import { cleanMenu } from './clean-menu.ts';
import { publishMenu } from './publish-menu.ts';
import { readMenuState } from './read-menu-state.ts';
import type { MenuTools } from './read-menu-state.ts';

/** The account's menu: declared here, published by hand. */
export function registerMenuRoutes(route: Route, tools: MenuTools & { clock: Clock }): void {
  const { db, clock, store, publicUrl } = tools;

  route('GET /api/hq/wechat/menu', ({ caller }) => readMenuState(tools, caller.language));

  route('PUT /api/hq/wechat/menu', async ({ body, caller }) => {
    const { version, ...given } = body;
    const { button } = cleanMenu(given, publicUrl);
    const menu = { button, version, staffId: caller.staffId, now: clock.now() };
    await db.transaction().execute((tx) => store.saveMenu(tx, menu));
    return await readMenuState(tools, caller.language);
  });

  route('POST /api/hq/wechat/menu/publish', ({ body, caller }) =>
    publishMenu(tools, {
      version: body.version,
      staffId: caller.staffId,
      now: clock.now(),
      language: caller.language,
    }),
  );
}
