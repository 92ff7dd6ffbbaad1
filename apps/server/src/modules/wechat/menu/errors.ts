import { Refusal } from '../../../platform/errors.ts';
import type { MenuSlip } from '../../../texts-wechat-menu.ts';
import { menuTexts } from '../../../texts-wechat-menu.ts';

/** `place` says which button, such as 2 or 2.1; `slip` and `place` are for pages with own words. */
export const menuInvalid = (slip: MenuSlip, place: string, name: string) =>
  new Refusal('menu_invalid', 400, menuTexts.zh.slip(slip, place, name), {
    details: { slip, place, name },
  });
