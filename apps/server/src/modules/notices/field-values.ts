import type { Notice, NoticeFieldSource } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import { beijingMinute } from '../../platform/clock.ts';
import { noticePhrases, noticeTexts, type NoticeDetails } from '../../texts-notices.ts';
import type { NoticeTemplate } from './notice-settings.ts';

/** A notice as it is told outside the app. */
export interface NoticeWords {
  kind: Notice['kind'];
  details: NoticeDetails;
  memberName: string;
  createdAt: Date;
}

/**
 * The words of a template's fields, each within what the platform allows its kind: cut, of one line,
 * never empty. WeChat speaks Chinese, whatever language a member chose for the pages.
 */
export function fieldValues(
  fields: NoticeTemplate['fields'],
  notice: NoticeWords,
): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, from }) => [name, valueOf(name, from, notice)]));
}

function valueOf(name: string, from: NoticeFieldSource, notice: NoticeWords): string {
  const kind = name.replace(/\d+$/, '');
  if (kind === 'time' || kind === 'date') return beijingMinute(notice.createdAt);
  const text = kind === 'phrase' && from === 'title' ? noticePhrases[notice.kind] : '';
  const fit = fits[kind] ?? fitThing;
  return fit(text || cleanLine(sources[from](notice) ?? ''));
}

const sources: Record<NoticeFieldSource, (notice: NoticeWords) => string | undefined> = {
  title: ({ kind, details }) => noticeTexts.zh[kind](details).title,
  detail: ({ kind, details }) => noticeTexts.zh[kind](details).detail,
  memberName: ({ memberName }) => memberName,
  moment: ({ createdAt }) => beijingMinute(createdAt),
  giftName: ({ details }) => details.giftName,
  quantity: ({ details }) => details.quantity?.toString(),
  carrier: ({ details }) => details.carrier,
  trackingNumber: ({ details }) => details.trackingNumber,
  redemptionId: ({ details }) => details.redemptionId?.toString(),
  points: ({ details }) => (details.points ?? details.pointsTotal)?.toString(),
  balanceAfter: ({ details }) => details.balanceAfter?.toString(),
  reason: ({ details }) => details.reason ?? details.answer,
};

/** By the platform's kinds of fields (参数值内容限制); any other is taken for a `thing`. */
const fits: Record<string, (text: string) => string> = {
  number: (text) => numberIn(text, 32),
  amount: (text) => numberIn(text, 10),
  character_string: (text) => text.replace(/[^\x21-\x7e]|[{}]/g, '').slice(0, 32) || '-',
  letter: (text) => text.replace(/[^A-Za-z]/g, '').slice(0, 32) || 'NA',
  phone_number: (text) => text.replace(/[^\d+-]/g, '').slice(0, 17) || '-',
  phrase: (text) => text.replace(/\P{Script=Han}/gu, '').slice(0, 5) || '无',
  name: (text) =>
    text.replace(/\P{Script=Han}/gu, '').slice(0, 10) ||
    text
      .replace(/[^A-Za-z .'-]/g, '')
      .trim()
      .slice(0, 20) ||
    '会员',
};

function fitThing(text: string): string {
  return shorten(withoutPictures(text), 20) || '无';
}

function numberIn(text: string, digitsMax: number): string {
  return /-?\d+(?:\.\d+)?/.exec(text)?.[0].slice(0, digitsMax) ?? '0';
}

/** WeChat drops emoji, and a field left empty is refused; {{ }} is what templates themselves use. */
function withoutPictures(text: string): string {
  return text
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\u20e3/gu, '')
    .replaceAll('{', '｛')
    .replaceAll('}', '｝')
    .trim();
}

/** Counted in UTF-16 units, never through a character: whatever way the platform counts, it fits. */
function shorten(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length >= charactersMax) break;
    short += character;
  }
  return `${short}…`;
}
