import type { DeclaredMenu } from '@mashang/contract';
import type { Menu, MenuButton } from '@mashang/wechat';
import type { Language } from '../../../texts.ts';
import { menuTexts } from '../../../texts-wechat-menu.ts';
import type { DeclaredAction, DeclaredButton } from './clean-menu.ts';
import { fieldsOf } from './clean-menu.ts';

/** What differs on phones from what was declared, button by button, in words; none: the same. */
export function compareMenus(
  declared: DeclaredMenu,
  published: Menu,
  language: Language,
): string[] {
  return compareRows(declared.button, published.button, '', language);
}

function compareRows(
  declared: readonly DeclaredButton[],
  published: readonly MenuButton[],
  above: string,
  language: Language,
): string[] {
  const said = menuTexts[language];
  const count = Math.max(declared.length, published.length);
  return Array.from({ length: count }).flatMap((_, index) => {
    const place = `${above}${index + 1}`;
    const wanted = declared[index];
    const shown = published[index];
    if (!wanted) return [said.tooMany(place, shown?.name ?? '')];
    if (!shown) return [said.missing(place, wanted.name)];
    const nameDiffers =
      wanted.name === shown.name ? [] : [said.name(place, wanted.name, shown.name)];
    return [...nameDiffers, ...compareWhatItDoes(wanted, shown, place, language)];
  });
}

function compareWhatItDoes(
  wanted: DeclaredButton,
  shown: MenuButton,
  place: string,
  language: Language,
): string[] {
  const said = menuTexts[language];
  if ('sub_button' in wanted && 'sub_button' in shown) {
    return compareRows(wanted.sub_button, shown.sub_button, `${place}.`, language);
  }
  if ('sub_button' in wanted || 'sub_button' in shown || wanted.type !== shown.type) {
    return [said.type(place, wanted.name, typeOf(wanted), typeOf(shown))];
  }
  return fieldsOf[wanted.type].flatMap((field) => {
    const is = shown[field] ?? '';
    return isSame(wanted, field, is)
      ? []
      : [said.field(place, wanted.name, field, wanted[field] ?? '', is)];
  });
}

function typeOf(button: DeclaredButton | MenuButton): string {
  return 'sub_button' in button ? 'sub_button' : button.type;
}

/** `https://a.cn` and `https://a.cn/` lead to the same page. */
function isSame(wanted: DeclaredAction, field: keyof DeclaredAction, shown: string): boolean {
  const text = wanted[field] ?? '';
  if (field !== 'url') return text === shown;
  return (URL.parse(text)?.href ?? text) === (URL.parse(shown)?.href ?? shown);
}
