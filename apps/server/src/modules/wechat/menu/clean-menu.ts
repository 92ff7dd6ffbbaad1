import type { DeclaredMenu } from '@mashang/contract';
import { cleanLine } from '../../../platform/clean-text.ts';
import { menuInvalid } from './errors.ts';

export type DeclaredButton = DeclaredMenu['button'][number];
export type DeclaredAction = Extract<DeclaredButton, { type: string }>;

/** In UTF-8 bytes, by the platform's own account of menu/create. */
const barNameBytesMax = 16;
const subNameBytesMax = 60;
const keyBytesMax = 128;
const urlBytesMax = 1024;

/** What of a button counts: the rest of what a form may have sent along is left out. */
export const fieldsOf = {
  scancode_waitmsg: ['key'],
  scancode_push: ['key'],
  click: ['key'],
  view: ['url'],
  miniprogram: ['url', 'appid', 'pagepath'],
} as const satisfies Record<DeclaredAction['type'], readonly (keyof DeclaredAction)[]>;

/**
 * The menu as the platform takes it: cleaned, within its limits, with the fields of each type and no
 * others. Addresses are https, but for those of this server itself. Throws menu_invalid.
 */
export function cleanMenu({ button }: DeclaredMenu, publicUrl: string): DeclaredMenu {
  const ownOrigin = new URL(publicUrl).origin;
  return {
    button: button.map((each, index) => {
      const place = String(index + 1);
      const name = cleanName(each.name, barNameBytesMax, place);
      if (!('sub_button' in each)) return cleanAction({ ...each, name }, place, ownOrigin);
      const below = each.sub_button.map((action, subIndex) => {
        const subPlace = `${place}.${subIndex + 1}`;
        const subName = cleanName(action.name, subNameBytesMax, subPlace);
        return cleanAction({ ...action, name: subName }, subPlace, ownOrigin);
      });
      return { name, sub_button: below };
    }),
  };
}

/** Hosts a menu leads to that are not this server's; a slip, or meant so. */
export function foreignHosts({ button }: DeclaredMenu, publicUrl: string): string[] {
  const ownHost = new URL(publicUrl).host;
  const actions = button.flatMap((each) => ('sub_button' in each ? each.sub_button : [each]));
  const hosts = actions.flatMap(({ url }) => (url === undefined ? [] : new URL(url).host));
  return [...new Set(hosts)].filter((host) => host !== ownHost);
}

function cleanName(text: string, bytesMax: number, place: string): string {
  const name = cleanLine(text);
  if (name === '') throw menuInvalid('nameEmpty', place, '');
  if (Buffer.byteLength(name) > bytesMax) {
    throw menuInvalid(bytesMax === barNameBytesMax ? 'nameLong' : 'subNameLong', place, name);
  }
  return name;
}

function cleanAction(action: DeclaredAction, place: string, ownOrigin: string): DeclaredAction {
  const { type, name } = action;
  const fail = (slip: Parameters<typeof menuInvalid>[0]) => menuInvalid(slip, place, name);
  const clean: DeclaredAction = { type, name };
  for (const field of fieldsOf[type]) {
    const value = cleanLine(action[field] ?? '');
    if (value === '') throw fail(`${field}Missing`);
    clean[field] = value;
  }
  if (Buffer.byteLength(clean.key ?? '') > keyBytesMax) throw fail('keyLong');
  if (clean.appid !== undefined && !/^wx[0-9a-z]{16}$/i.test(clean.appid)) throw fail('appidWrong');
  if (clean.url !== undefined) {
    if (Buffer.byteLength(clean.url) > urlBytesMax) throw fail('urlLong');
    const url = URL.parse(clean.url);
    if (!url || url.username !== '' || /\s/.test(clean.url)) throw fail('urlWrong');
    if (url.protocol !== 'https:' && url.origin !== ownOrigin) throw fail('urlNotHttps');
  }
  return clean;
}
