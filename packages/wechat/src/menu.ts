import type { Call } from './api-call.ts';
import { WechatError } from './errors.ts';

const ERRCODE_NO_MENU = 46003;

interface ButtonAction {
  name: string;
  type: string;
  key?: string;
  url?: string;
  appid?: string;
  pagepath?: string;
  media_id?: string;
  article_id?: string;
}

/** Names as the platform spells them: an action, or a name over one to five actions. */
export type MenuButton = ButtonAction | { name: string; sub_button: ButtonAction[] };

/** One to three buttons. WeChat allows 16 bytes for a name here and 60 below (5 and 20 汉字). */
export interface Menu {
  button: MenuButton[];
}

export async function createMenu(call: Call, menu: Menu): Promise<void> {
  await call({ method: 'POST', endpoint: '/cgi-bin/menu/create', body: menu });
}

/** Null when there is none. */
export async function getMenu(call: Call): Promise<Menu | null> {
  try {
    const answers = [ERRCODE_NO_MENU];
    return readMenu(await call({ method: 'GET', endpoint: '/cgi-bin/menu/get', answers }));
  } catch (error) {
    if (error instanceof WechatError && error.errcode === ERRCODE_NO_MENU) return null;
    throw error;
  }
}

export async function deleteMenu(call: Call): Promise<void> {
  await call({ method: 'GET', endpoint: '/cgi-bin/menu/delete' });
}

/** The platform adds `sub_button: []` to every action; without it, what was set is read back. */
function readMenu(answer: Record<string, unknown>): Menu | null {
  const { menu } = answer;
  if (!isObject(menu) || !Array.isArray(menu.button)) return null;
  return { button: menu.button.filter(isObject).map(readButton) };
}

function readButton(button: Record<string, unknown>): MenuButton {
  const { sub_button: below, ...action } = button;
  if (!Array.isArray(below) || below.length === 0) return action as unknown as MenuButton;
  const actions = below.filter(isObject).map(readButton);
  return { name: String(button.name), sub_button: actions as ButtonAction[] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
