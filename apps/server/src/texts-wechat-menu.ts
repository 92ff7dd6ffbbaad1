import type { Language } from './texts.ts';

/** What can be wrong with a button. */
export type MenuSlip =
  | ('nameEmpty' | 'nameLong' | 'subNameLong')
  | ('keyMissing' | 'keyLong')
  | ('urlMissing' | 'urlLong' | 'urlWrong' | 'urlNotHttps')
  | ('appidMissing' | 'appidWrong' | 'pagepathMissing');

interface MenuTexts {
  /** @param place 2, or 2.1 for the first one below the second */
  slip: (slip: MenuSlip, place: string, name: string) => string;
  missing: (place: string, name: string) => string;
  tooMany: (place: string, name: string) => string;
  name: (place: string, wanted: string, shown: string) => string;
  type: (place: string, name: string, wanted: string, shown: string) => string;
  field: (place: string, name: string, field: string, wanted: string, shown: string) => string;
}

/** What is said of the account's menu: slips in a declared one, differences from what phones show. */
export const menuTexts: Record<Language, MenuTexts> = {
  zh: {
    slip: (slip, place, name) => `${buttonZh(place, name)}：${slipsZh[slip]}`,
    missing: (place, name) => `${buttonZh(place, name)}：手机上没有`,
    tooMany: (place, name) => `${buttonZh(place, name)}：手机上多出来的`,
    name: (place, wanted, shown) => `${buttonZh(place, wanted)}：手机上叫「${shown}」`,
    type: (place, name, wanted, shown) =>
      `${buttonZh(place, name)}：应为${typeZh(wanted)}，手机上是${typeZh(shown)}`,
    field: (place, name, field, wanted, shown) =>
      `${buttonZh(place, name)}：${fieldsZh[field] ?? field}应为 ${wanted}，手机上是 ${shown || '空的'}`,
  },
  en: {
    slip: (slip, place, name) => `${buttonEn(place, name)}: ${slipsEn[slip]}`,
    missing: (place, name) => `${buttonEn(place, name)}: not on phones`,
    tooMany: (place, name) => `${buttonEn(place, name)}: only on phones`,
    name: (place, wanted, shown) => `${buttonEn(place, wanted)}: phones show the name “${shown}”`,
    type: (place, name, wanted, shown) =>
      `${buttonEn(place, name)}: declared as ${typeEn(wanted)}, on phones it is ${typeEn(shown)}`,
    field: (place, name, field, wanted, shown) =>
      `${buttonEn(place, name)}: the ${fieldsEn[field] ?? field} is declared as ${wanted}, on phones it is ${shown || 'empty'}`,
  },
};

const slipsZh: Record<MenuSlip, string> = {
  nameEmpty: '请填写名称',
  nameLong: '名称太长，一级菜单最多 5 个汉字（16 字节）',
  subNameLong: '名称太长，二级菜单最多 20 个汉字（60 字节）',
  keyMissing: '请填写键',
  keyLong: '键太长，最多 128 字节',
  urlMissing: '请填写网址',
  urlLong: '网址太长，最多 1024 字节',
  urlWrong: '网址不正确，例如 https://points.example.cn/points',
  urlNotHttps: '网址必须以 https:// 开头',
  appidMissing: '请填写小程序的 AppID',
  appidWrong: '小程序的 AppID 应以 wx 开头，共 18 位小写字母和数字',
  pagepathMissing: '请填写小程序的页面路径',
};

const slipsEn: Record<MenuSlip, string> = {
  nameEmpty: 'give it a name',
  nameLong: 'the name is too long, the bar takes 16 bytes (5 Chinese characters)',
  subNameLong: 'the name is too long, a sub-menu takes 60 bytes (20 Chinese characters)',
  keyMissing: 'give it a key',
  keyLong: 'the key is too long, 128 bytes at most',
  urlMissing: 'give it an address',
  urlLong: 'the address is too long, 1024 bytes at most',
  urlWrong: 'this is no address; one looks like https://points.example.cn/points',
  urlNotHttps: 'the address must begin with https://',
  appidMissing: 'give the AppID of the mini-program',
  appidWrong: 'the AppID of a mini-program is wx and 16 small letters or digits',
  pagepathMissing: 'give the page of the mini-program',
};

const typesZh: Record<string, string> = {
  scancode_waitmsg: '扫码（在聊天里回复）',
  scancode_push: '扫码（打开网页）',
  view: '打开网页',
  click: '点击事件',
  miniprogram: '打开小程序',
  sub_button: '二级菜单',
};

const typesEn: Record<string, string> = {
  scancode_waitmsg: 'a scanner (answered in the chat)',
  scancode_push: 'a scanner (opens the page)',
  view: 'a page',
  click: 'a click',
  miniprogram: 'a mini-program',
  sub_button: 'a sub-menu',
};

const fieldsZh: Record<string, string> = {
  key: '键',
  url: '网址',
  appid: '小程序',
  pagepath: '小程序页面',
};
const fieldsEn: Record<string, string> = {
  url: 'address',
  appid: 'mini-program',
  pagepath: 'page of the mini-program',
};

function buttonZh(place: string, name: string): string {
  const [bar, below] = place.split('.', 2);
  const which = below === undefined ? `第 ${bar} 个按钮` : `第 ${bar} 个按钮下的第 ${below} 项`;
  return name === '' ? which : `${which}「${name}」`;
}

function buttonEn(place: string, name: string): string {
  const [bar, below] = place.split('.', 2);
  const which = below === undefined ? `Button ${bar}` : `Item ${below} of button ${bar}`;
  return name === '' ? which : `${which} “${name}”`;
}

/** Types that are not offered here stand as the platform calls them. */
function typeZh(type: string): string {
  return typesZh[type] ?? type;
}

function typeEn(type: string): string {
  return typesEn[type] ?? type;
}
