import type { BodyOf } from '@mashang/contract';
import { cleanLine } from '../../platform/clean-text.ts';
import { cleanDescription } from './clean-description.ts';
import { giftIncomplete } from './errors.ts';

/** What head office says of a gift. */
export type GiftFields = Omit<BodyOf<'POST /api/hq/gifts'>, 'stock'>;

const descriptionMax = 15_000;

/** As it is written: names of one line, harmless HTML, every picture once. */
export function cleanGiftFields(fields: GiftFields): GiftFields {
  const name = cleanLine(fields.name);
  if (name === '') throw giftIncomplete('请填写礼品名称');
  const descriptionHtml = cleanDescription(fields.descriptionHtml);
  // Cleaning writes some marks longer; what could not be sent again could not be edited either.
  if ([...descriptionHtml].length > descriptionMax) throw giftIncomplete('图文介绍太长，请缩短');
  return {
    name,
    pointsPrice: fields.pointsPrice,
    descriptionHtml,
    pictureIds: [...new Set(fields.pictureIds)],
    limitPerMember: fields.limitPerMember,
    sortOrder: fields.sortOrder,
  };
}
