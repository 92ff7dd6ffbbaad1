import { accountTexts } from './texts-account.ts';
import { appealTexts } from './texts-appeals.ts';
import { checkTexts } from './texts-check.ts';
import { failures } from './texts-failures.ts';
import { frameTexts } from './texts-frame.ts';
import { giftTexts } from './texts-gifts.ts';
import { pointsTexts } from './texts-points.ts';
import { scanTexts } from './texts-scan.ts';
import { signInTexts } from './texts-sign-in.ts';
import { wechatTexts } from './texts-wechat.ts';

type Pair = readonly [chinese: string, english: string];

/**
 * Every text a member reads, Chinese and English. Outcomes of a scan are worded by the server.
 * `{points}` is how the brand calls its points.
 */
export const texts = {
  ...prefixed(failures),
  ...frameTexts,
  ...signInTexts,
  ...scanTexts,
  ...pointsTexts,
  ...giftTexts,
  ...accountTexts,
  ...checkTexts,
  ...appealTexts,
  ...wechatTexts,
} as const satisfies Record<string, Pair>;

export type TextKey = keyof typeof texts;

type Prefixed<Table> = { [Key in keyof Table & string as `failure_${Key}`]: Table[Key] };

function prefixed<Table extends Record<string, Pair>>(table: Table): Prefixed<Table> {
  const entries = Object.entries(table).map(([key, pair]) => [`failure_${key}`, pair]);
  return Object.fromEntries(entries) as Prefixed<Table>;
}
